package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UploadMetadataTests {

    @Test
    void the_specifications_example() {
        UploadMetadata metadata = UploadMetadata.parse("filename d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential");

        assertThat(metadata.get("filename")).isEqualTo("world_domination_plan.pdf");
        assertThat(metadata.get("is_confidential")).isNull();
        assertThat(metadata.get("room")).isNull();
        assertThat(metadata.values()).containsOnlyKeys("filename", "is_confidential");
    }

    @Test
    void no_header_is_no_metadata() {
        assertThat(UploadMetadata.parse(null).values()).isEmpty();
        assertThat(UploadMetadata.parse(" ").values()).isEmpty();
    }

    @Test
    void chinese_is_utf_8() {
        assertThat(UploadMetadata.parse("filename 5oql5ZGKLnBkZg==").get("filename"))
                .isEqualTo("报告.pdf");
    }
}
