package atrium.files.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.upload.FileName;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

class NameReaderFuzzTests {

    private static final Duration LONG = Duration.ofSeconds(1);

    @FuzzTest
    void any_beginning_is_a_plain_name_or_refused(FuzzedDataProvider data) throws IOException {
        int piece = data.consumeInt(1, 600);
        byte[] sent = data.consumeRemainingAsBytes();
        try {
            NameReader.Opening opening = new NameReader(NameReaderTests.pieces(sent, piece)).read(LONG, LONG);
            String name = opening.name();
            assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 255);
            assertThat(Path.of("x").resolve(name)).hasFileName(name).hasParentRaw(Path.of("x"));
            assertThat(FileName.of(name)).isEqualTo(name);
            assertThat(TransferName.of(name)).isEqualTo(name);
        } catch (TransferRefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
