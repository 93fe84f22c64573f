package atrium.stream.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.access.SourceUrl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTests {

    @Test
    void credentialsOfAUrl_areMaskedAlsoWhenUnknown() {
        assertThat(new Masking(List.of()).mask("Error opening input file rtsp://user:p@ss@10.0.0.1:554/x."))
                .isEqualTo("Error opening input file rtsp://***@10.0.0.1:554/x.");
    }

    @Test
    void knownSecrets_areMaskedWhereverTheyStand() {
        assertThat(new Masking(List.of("s3cret", "user:s3cret")).mask("auth user:s3cret, then s3cret?k=s3cret"))
                .isEqualTo("auth ***, then ***?k=***");
    }

    @Test
    void aUrlWithoutUser_staysReadable() {
        String line = "Connection to tcp://10.0.0.1:554?timeout=1 failed, see http://host/a@b";

        assertThat(new Masking(List.of("")).mask(line)).isEqualTo(line);
    }

    @Test
    void aCommand_isPrintedMasked() throws Exception {
        SourceUrl url = SourceUrl.parse("rtsp://user:hunter22@host/x?token=t0ken");

        assertThat(SourceArguments.toFlv(url, SourceOptions.copying(Duration.ofSeconds(1))))
                .asString()
                .contains("rtsp://***@host/x?token=***")
                .doesNotContain("hunter22", "t0ken", "user");
    }
}
