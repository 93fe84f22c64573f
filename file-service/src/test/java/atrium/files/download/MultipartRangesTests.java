package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MultipartRangesTests extends TusRequests {

    private static final byte[] CONTENT = bytes(300_000, 7);

    private String path;

    @BeforeEach
    void upload() {
        path = upload(CONTENT, metadata("filename", "a.bin", "filetype", "application/x-a"));
    }

    @Test
    void each_range_is_a_part_with_its_own_head() {
        HttpResponse<byte[]> answer = get("bytes=0-99,200000-299999,-1000,1000-1009");

        String type = header(answer, "Content-Type");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(type).matches("multipart/byteranges; boundary=[0-9a-f]{32}");
        assertThat(header(answer, "Content-Range")).isEmpty();
        assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(answer.body().length));
        assertThat(answer.body()).isEqualTo(body(type.substring(type.indexOf('=') + 1), new int[][] {
            {0, 99}, {200_000, 299_999}, {1000, 1009}
        }));
    }

    @Test
    void each_answer_has_another_boundary() {
        assertThat(header(get("bytes=0-0,1000-1000"), "Content-Type"))
                .isNotEqualTo(header(get("bytes=0-0,1000-1000"), "Content-Type"));
    }

    @Test
    void one_that_is_left_is_no_multipart() {
        HttpResponse<byte[]> answer = get("bytes=5-6,300000-");

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/x-a");
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes 5-6/300000");
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(CONTENT, 5, 7));
    }

    @Test
    void the_connection_goes_on_after_it() {
        for (int i = 0; i < 20; i++) {
            assertThat(get("bytes=0-9,1000-200000").body().length).isGreaterThan(199_000);
            assertThat(get("bytes=10-12").body()).isEqualTo(Arrays.copyOfRange(CONTENT, 10, 13));
            assertThat(get("bytes=100000-").body()).isEqualTo(Arrays.copyOfRange(CONTENT, 100_000, 300_000));
        }
    }

    private HttpResponse<byte[]> get(String ranges) {
        return send(request(path).header("Range", ranges), BodyHandlers.ofByteArray());
    }

    private static byte[] body(String boundary, int[][] ranges) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String lineEnd = "";
        for (int[] range : ranges) {
            body.writeBytes((lineEnd + "--" + boundary + "\r\nContent-Type: application/x-a\r\nContent-Range: bytes "
                            + range[0] + "-" + range[1] + "/300000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.write(CONTENT, range[0], range[1] - range[0] + 1);
            lineEnd = "\r\n";
        }
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }
}
