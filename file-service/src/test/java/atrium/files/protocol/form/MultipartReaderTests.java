package atrium.files.protocol.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.platform.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTests {

    private static final String BODY =
            "preamble\r\n--AaB03x \t\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--AaB03x\r\n"
                    + "content-disposition: form-data; name=\"b\"; filename=\"x;y.txt\"\r\nContent-Type: text/plain\r\n\r\n"
                    + "one\r\n--AaB03\r\n-\r\n--AaB03x\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\nlast\r\n--AaB03x--\r\nepilogue";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
    void reads_the_same_parts_however_the_body_is_cut(int piece) throws IOException {
        assertThat(read(BODY.getBytes(StandardCharsets.UTF_8), "AaB03x", piece))
                .containsExactly("a/null/null:", "b/x;y.txt/text/plain:one\r\n--AaB03\r\n-", "c/null/null:last");
    }

    @Test
    void every_truncated_body_is_refused() {
        byte[] whole =
                BODY.substring(0, BODY.length() - "\r\nepilogue".length()).getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] truncated = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(truncated, "AaB03x", 5))
                    .as("%d bytes", truncated.length)
                    .isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void a_part_larger_than_the_window_comes_whole() throws IOException {
        String content = "\r\n--AaB03".repeat(50_000);
        String body =
                "--AaB03x\r\nContent-Disposition: form-data; name=f; filename=g\r\n\r\n" + content + "\r\n--AaB03x--";

        assertThat(read(body.getBytes(StandardCharsets.UTF_8), "AaB03x", 8192)).containsExactly("f/g/null:" + content);
    }

    @Test
    void headers_without_an_end_are_refused_before_they_fill_the_memory() {
        String body = "--B\r\nContent-Disposition: form-data; name=f\r\nX: " + "x".repeat(100_000);

        assertThatThrownBy(() -> read(body.getBytes(StandardCharsets.UTF_8), "B", 1000))
                .hasMessageContaining("headers");
    }

    @Test
    void more_parts_than_a_form_of_ours_has_are_refused() {
        String body = "--B\r\nContent-Disposition: form-data; name=f\r\n\r\n\r\n".repeat(33) + "--B--";

        assertThatThrownBy(() -> read(body.getBytes(StandardCharsets.UTF_8), "B", 1000))
                .hasMessageContaining("32 parts");
    }

    static List<String> read(byte[] body, String boundary, int piece) throws IOException {
        MultipartReader reader = new MultipartReader(new Pieces(body, piece), boundary);
        List<String> parts = new ArrayList<>();
        for (MultipartReader.Part part = reader.next(); part != null; part = reader.next()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (ByteBuffer bytes = part.body().next();
                    bytes != null;
                    bytes = part.body().next()) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                content.writeBytes(copy);
            }
            PartHeaders headers = part.headers();
            parts.add(headers.name() + "/" + headers.filename() + "/" + headers.type() + ":"
                    + content.toString(StandardCharsets.UTF_8));
        }
        return parts;
    }

    /** A body in pieces of a given size. */
    private static final class Pieces implements Body {

        private final ByteBuffer rest;
        private final int size;

        Pieces(byte[] body, int size) {
            this.rest = ByteBuffer.wrap(body);
            this.size = size;
        }

        @Override
        public @Nullable ByteBuffer next() {
            if (!rest.hasRemaining()) {
                return null;
            }
            int length = Math.min(size, rest.remaining());
            ByteBuffer piece = rest.slice(rest.position(), length);
            rest.position(rest.position() + length);
            return piece;
        }

        @Override
        public void cut(BodyCutException.Reason reason) {}

        @Override
        public void close() {}
    }
}
