package atrium.stream.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandardErrorTests {

    @Test
    void theLastTwentyLines_areKept() {
        StandardError errors =
                read(IntStream.range(0, 1000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));

        assertThat(errors.count()).isEqualTo(1000);
        assertThat(errors.lastLines()).hasSize(20).startsWith("line 980").endsWith("line 999");
    }

    @Test
    void aLineWithoutEnd_isCut() {
        assertThat(read("x".repeat(1_000_000)).lastLines()).containsExactly("x".repeat(500));
    }

    @Test
    void carriageReturnsAndEmptyLines_areNoLines() {
        assertThat(read("a\r\n\r\n  \nb\rc").lastLines()).containsExactly("a", "b", "c");
    }

    @Test
    void secrets_areMaskedBeforeTheyAreKept() {
        assertThat(read("opening rtsp://u:pw@host/x with hunter22\n").lastLines())
                .containsExactly("opening rtsp://***@host/x with ***");
    }

    private static StandardError read(String text) {
        StandardError errors = new StandardError(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), new Masking(List.of("hunter22")));
        errors.run();
        return errors;
    }
}
