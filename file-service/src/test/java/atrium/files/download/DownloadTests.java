package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Repr-Digest")).isEqualTo("sha-256=:hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=:");
    }

    @Test
    void head_is_get_without_bytes_and_without_ranges() {
        HttpResponse<String> get = send(request(path));
        HttpResponse<String> head =
                send(request(path).header("Range", "bytes=0-1").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        Map<String, List<String>> ofUploads = Map.of(
                "upload-offset", List.of("10"), "upload-length", List.of("10"), "upload-complete", List.of("?1"));
        assertThat(withoutDate(head)).containsAllEntriesOf(withoutDate(get)).containsAllEntriesOf(ofUploads);
        assertThat(withoutDate(head)).hasSize(withoutDate(get).size() + ofUploads.size());
        assertThat(header(head, "Content-Length")).isEqualTo("10");
    }

    private static Map<String, List<String>> withoutDate(HttpResponse<?> answer) {
        Map<String, List<String>> headers = new HashMap<>(answer.headers().map());
        assertThat(headers.remove("date")).hasSize(1);
        return headers;
    }

    @Test
    void an_empty_file_comes_as_nothing() {
        HttpResponse<String> answer = send(request(upload(new byte[0], metadata("filename", "empty"))));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("0");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void requests_in_a_row_are_answered_in_a_row() throws IOException {
        String get = "GET " + path + " HTTP/1.1\r\nHost: x\r\nRange: bytes=";

        String answers =
                raw(get + "0-3\r\n\r\n" + get + "4-6\r\n\r\n" + get + "7-9\r\nConnection: close\r\n\r\n", "789");

        assertThat(answers).containsSubsequence("206", "0123", "206", "456", "206", "789");
    }

    @Test
    void an_address_with_scheme_and_host_is_the_same() throws IOException {
        String answer = raw("GET http://x" + path + "?a=b HTTP/1.1\r\nHost: x\r\n\r\n", "0123456789");

        assertThat(answer).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void what_is_no_file_is_a_problem_with_the_trace_of_the_request() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String nobody = "/files/" + "0".repeat(32);

        HttpResponse<String> answer =
                send(request(nobody + "?x").header("traceparent", "00-" + trace + "-00f067aa0ba902b7-00"));
        HttpResponse<String> head = send(request(nobody).method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .contains(
                        "\"code\":\"no-such-file\"",
                        "\"instance\":\"" + nobody + "\"",
                        "\"traceId\":\"" + trace + "\"");
        assertThat(send(request(nobody)).body()).containsPattern("\"traceId\":\"[0-9a-f]{32}\"");
        assertThat(head.statusCode()).isEqualTo(404);
        assertThat(head.body()).isEmpty();
        assertThat(send(request("/files/" + "0".repeat(31))).statusCode()).isEqualTo(404);
        assertThat(send(request(path + "/")).statusCode()).isEqualTo(404);
    }

    @Test
    void an_upload_is_no_file() {
        assertThat(send(request(create(5, ""))).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3,206,0123,bytes 0-3/10",
        "bytes=7-,206,789,bytes 7-9/10",
        "bytes=-2,206,89,bytes 8-9/10",
        "bytes=9-99,206,9,bytes 9-9/10",
        "'bytes=0-1,4-5',206,012345,bytes 0-5/10",
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
