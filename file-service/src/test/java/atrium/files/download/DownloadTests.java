package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadTests extends TusRequests {

    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final String TAG = '"' + sha256(CONTENT) + '"';

    private String path;

    @BeforeEach
    void upload() {
        path = upload(CONTENT, metadata("filename", "a.html", "filetype", "text/html", "room", "downloads"));
    }

    @Test
    void whole_file_comes_as_a_sandboxed_attachment() {
        HttpResponse<String> answer = send(request(path));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("0123456789");
        assertThat(header(answer, "Content-Length")).isEqualTo("10");
        assertThat(header(answer, "Content-Type")).isEqualTo("text/html");
        assertThat(header(answer, "ETag")).isEqualTo(TAG);
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment; filename=\"a.html\"");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
    }

    @Test
    void head_is_the_same_without_bytes() {
        HttpResponse<String> answer = send(request(path).method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("10");
        assertThat(header(answer, "ETag")).isEqualTo(TAG);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3,206,0123,bytes 0-3/10",
        "bytes=7-,206,789,bytes 7-9/10",
        "bytes=-2,206,89,bytes 8-9/10",
        "bytes=9-99,206,9,bytes 9-9/10",
        "'bytes=0-1,4-5',200,0123456789,",
        "lines=0-1,200,0123456789,"
    })
    void ranges(String range, int status, String body, @Nullable String contentRange) {
        HttpResponse<String> answer = send(request(path).header("Range", range));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(header(answer, "Content-Range")).isEqualTo(contentRange == null ? "" : contentRange);
        assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(body.length()));
    }

    @ParameterizedTest
    @CsvSource({"bytes=10-", "bytes=5-2", "bytes=x"})
    void ranges_that_are_none_are_416(String range) {
        HttpResponse<String> answer = send(request(path).header("Range", range));

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */10");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(answer, "Content-Disposition")).isEmpty();
    }

    @Test
    void if_range_with_another_tag_or_a_date_is_the_whole() {
        assertThat(send(request(path).header("Range", "bytes=0-1").header("If-Range", TAG))
                        .statusCode())
                .isEqualTo(206);
        assertThat(send(request(path).header("Range", "bytes=0-1").header("If-Range", "\"x\""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request(path).header("Range", "bytes=0-1").header("If-Range", "W/" + TAG))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request(path).header("Range", "bytes=0-1").header("If-Range", "Wed, 21 Oct 2015 07:28:00 GMT"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void if_none_match_is_304_without_bytes() {
        HttpResponse<String> answer = send(request(path).header("If-None-Match", "\"x\", W/" + TAG));

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(header(answer, "ETag")).isEqualTo(TAG);
        assertThat(answer.body()).isEmpty();
        assertThat(send(request(path).header("If-None-Match", "*")).statusCode())
                .isEqualTo(304);
        assertThat(send(request(path).header("If-None-Match", "\"x\"")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void if_match_with_another_tag_is_412() {
        assertThat(send(request(path).header("If-Match", "\"x\"")).statusCode()).isEqualTo(412);
        assertThat(send(request(path).header("If-Match", TAG)).statusCode()).isEqualTo(200);
    }

    @Test
    void names_in_any_script_and_with_quotes_come_back() {
        String chinese = upload(CONTENT, metadata("filename", "报告 \"终\".pdf"));

        assertThat(header(send(request(chinese)), "Content-Disposition"))
                .isEqualTo("attachment; filename=\"__ ___.pdf\"; "
                        + "filename*=UTF-8''%E6%8A%A5%E5%91%8A%20%22%E7%BB%88%22.pdf");
    }

    @Test
    void a_room_lists_its_files_newest_first() {
        upload(CONTENT, metadata("filename", "old", "room", "sorted"));
        upload(CONTENT, metadata("filename", "new", "room", "sorted"));
        create(5, metadata("filename", "unfinished", "room", "sorted"));

        String list = send(request("/files?room=sorted")).body();

        assertThat(list).startsWith("[{\"id\":\"").containsSubsequence("\"new\"", "\"old\"");
        assertThat(list).doesNotContain("unfinished");
        assertThat(send(request("/files?room=nobody")).body()).isEqualTo("[]");
        assertThat(send(request("/files")).statusCode()).isEqualTo(400);
        assertThat(send(request("/files?room=a%2Fb")).statusCode()).isEqualTo(400);
    }
}
