package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.problem.ProblemException;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class UploadMetadataFuzzTests {

    @FuzzTest
    void any_header_is_read_or_refused_and_its_keys_are_visible_ascii(FuzzedDataProvider data) {
        try {
            UploadMetadata metadata = UploadMetadata.parse(data.consumeRemainingAsString());
            assertThat(metadata.values().keySet()).allMatch(key -> key.chars().allMatch(c -> c > ' ' && c < 0x7F));
        } catch (ProblemException refused) {
            // the one way to say no
        }
    }
}
