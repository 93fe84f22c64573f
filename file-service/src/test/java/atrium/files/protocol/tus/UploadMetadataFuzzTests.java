package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.problem.ProblemException;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class UploadMetadataFuzzTests {

    @FuzzTest
    void any_header_is_read_or_refused_and_what_is_read_is_written_the_same(FuzzedDataProvider data) {
        try {
            UploadMetadata metadata = UploadMetadata.parse(data.consumeRemainingAsString());
            assertThat(UploadMetadata.parse(metadata.format())).isEqualTo(metadata);
        } catch (ProblemException refused) {
            // the one way to say no
        }
    }
}
