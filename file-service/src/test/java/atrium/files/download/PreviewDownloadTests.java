package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewDownloadTests extends TusRequests {

    private static final byte[] GIF = "GIF89a......".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTML = "<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({"?preview", "?preview=1", "?a=b&preview"})
    void a_picture_is_shown_to_who_asks_for_a_preview(String query) {
        String path = upload(GIF, metadata("filename", "a.gif", "filetype", "image/gif"));

        HttpResponse<String> answer = send(request(path + query));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Disposition")).isEqualTo("inline; filename=\"a.gif\"");
        assertThat(header(answer, "Content-Type")).isEqualTo("image/gif");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Security-Policy")).startsWith("sandbox; default-src 'none'");
        assertThat(answer.body()).isEqualTo("GIF89a......");
    }

    @ParameterizedTest
    @CsvSource({"''", "?previews", "?a=preview"})
    void nobody_else_is_shown_anything(String query) {
        String path = upload(GIF, metadata("filename", "a.gif", "filetype", "image/gif"));

        assertThat(header(send(request(path + query)), "Content-Disposition")).startsWith("attachment");
    }

    @ParameterizedTest
    @CsvSource({"text/html", "image/svg+xml", "application/pdf", "image/gif", "image/png", "video/mp4"})
    void what_is_or_may_be_a_page_is_saved(String type) {
        String path = upload(HTML, metadata("filename", "a", "filetype", type));

        HttpResponse<String> answer = send(request(path + "?preview"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
        assertThat(header(answer, "Content-Type")).isEqualTo(type);
        assertThat(header(answer, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
    }

    @Test
    void a_page_called_text_is_shown_as_text() {
        String path = upload(HTML, metadata("filename", "a.txt", "filetype", "text/plain"));

        HttpResponse<String> answer = send(request(path + "?preview").header("Range", "bytes=0-7"));

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(header(answer, "Content-Disposition")).startsWith("inline");
        assertThat(answer.body()).isEqualTo("<script>");
    }
}
