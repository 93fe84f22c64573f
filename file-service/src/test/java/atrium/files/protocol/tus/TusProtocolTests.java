package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TusProtocolTests extends TusRequests {

    private static final byte[] HELLO = ascii("hello");

    @Test
    void options_tells_what_is_spoken() {
        HttpResponse<String> answer = send(request("/files").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(answer, "Tus-Max-Size")).isEqualTo("104857600");
        assertThat(header(answer, "Tus-Extension"))
                .isEqualTo("creation,creation-with-upload,creation-defer-length,"
                        + "expiration,checksum,termination,concatenation");
    }

    @Test
    void options_tells_the_admin_the_larger_limit() {
        HttpResponse<String> answer = send(request("/files")
                .header("Authorization", "Bearer " + ADMIN)
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(header(answer, "Tus-Max-Size")).isEqualTo("10737418240");
    }

    @Test
    void creation_then_pieces_then_a_whole_file() {
        HttpResponse<String> created = send(creation(5, metadata("filename", "hi.txt", "filetype", "text/plain")));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(header(created, "Upload-Delete-Token")).hasSize(32);
        assertThat(header(created, "Upload-Expires")).endsWith("GMT");
        String path = header(created, "Location");
        assertThat(path).matches("/files/[0-9a-f]{32}");

        HttpResponse<String> first = send(patch(path, 0, ascii("he")));
        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(header(first, "Upload-Offset")).isEqualTo("2");
        assertThat(header(first, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(send(request(path)).statusCode())
                .as("visible only when whole")
                .isEqualTo(404);

        HttpResponse<String> between = head(path);
        assertThat(between.statusCode()).isEqualTo(200);
        assertThat(header(between, "Upload-Offset")).isEqualTo("2");
        assertThat(header(between, "Upload-Length")).isEqualTo("5");
        assertThat(header(between, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(between, "Upload-Metadata"))
                .isEqualTo(metadata("filename", "hi.txt", "filetype", "text/plain"));

        HttpResponse<String> last = send(patch(path, 2, ascii("llo")));
        assertThat(header(last, "Upload-Offset")).isEqualTo("5");
        assertThat(header(last, "Upload-Expires")).isEmpty();
        assertThat(send(request(path)).body()).isEqualTo("hello");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/files/00000000000000000000000000000000", "/files/nonsense"})
    void unknown_upload_is_404(String path) {
        assertThat(head(path).statusCode()).isEqualTo(404);
        assertProblem(send(patch(path, 0, HELLO)), 404, "no-such-file");
        assertProblem(send(tus(path).DELETE()), 404, "no-such-file");
        assertProblem(send(request(path)), 404, "no-such-file");
    }

    @Test
    void a_path_in_place_of_an_id_is_refused() {
        assertThat(send(request("/files/..%2f..%2fetc")).statusCode()).isEqualTo(400);
        assertThat(send(request("/files/a/b")).statusCode()).isEqualTo(404);
    }

    @Test
    void larger_than_a_guest_may_is_413_and_says_what_may() {
        HttpResponse<String> answer = send(creation(104857601, ""));

        assertProblem(answer, 413, "file-too-large");
        assertThat(answer.body()).contains("\"maxSize\":104857600");
    }

    @Test
    void the_admin_may_send_more() {
        HttpResponse<String> answer = send(creation(104857601, "").header("Authorization", "Bearer " + ADMIN));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(send(tus(header(answer, "Location")).DELETE()).statusCode()).isEqualTo(204);
    }

    @Test
    void a_wrong_token_is_401() {
        assertThat(send(creation(1, "").header("Authorization", "Bearer wrong")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void more_bytes_than_declared_are_413_before_they_are_read() {
        String path = create(3, "");

        assertProblem(send(patch(path, 0, HELLO)), 413, "file-too-large");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void more_bytes_than_declared_in_chunks_are_413_and_cut() throws Exception {
        String path = create(3, "");

        String answer = raw(
                "PATCH " + path + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                        + "Content-Type: application/offset+octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5\r\nhello\r\n0\r\n\r\n",
                "}");

        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @Test
    void whole_file_is_not_terminated_by_its_id_but_by_its_token() {
        HttpResponse<String> created = send(creation(0, ""));
        String path = header(created, "Location");

        assertProblem(send(tus(path).DELETE()), 403, "not-your-file");
        assertProblem(send(request(path).header("Upload-Delete-Token", "wrong").DELETE()), 403, "not-your-file");
        HttpRequest.Builder right = request(path).header("Upload-Delete-Token", header(created, "Upload-Delete-Token"));
        assertThat(send(right.DELETE()).statusCode()).isEqualTo(204);
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
    }

    @Test
    void the_admin_deletes_every_file() {
        String path = create(0, "");

        assertThat(send(request(path).header("Authorization", "Bearer " + ADMIN).DELETE())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void guests_may_be_shut_out() {
        limit("guests.allowed", "false");

        HttpResponse<String> answer = send(creation(1, ""));

        assertProblem(answer, 401, "guests-may-not-upload");
        assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void a_rooms_quota_counts_what_was_declared_and_is_given_back() {
        limit("guests.max-size", "10B", "guests.room-quota", "10B");
        String first = create(7, metadata("room", "quota"));

        HttpResponse<String> answer = send(creation(4, metadata("room", "quota")));
        assertProblem(answer, 413, "room-quota-exceeded");
        assertThat(answer.body()).contains("\"free\":3").contains("\"quota\":10");
        assertThat(send(creation(4, metadata("room", "another"))).statusCode()).isEqualTo(201);

        send(tus(first).DELETE());
        assertThat(send(creation(4, metadata("room", "quota"))).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-msdownload", "video/mp4; codecs=avc1"})
    void blocked_types_are_415(String type) {
        limit("blocked-types", "application/x-msdownload,video/*");

        assertProblem(send(creation(1, metadata("filetype", type))), 415, "blocked-file-type");
    }

    @Test
    void other_methods_are_405_with_those_allowed() {
        assertThat(header(send(request("/files").method("PUT", BodyPublishers.noBody())), "Allow"))
                .contains("POST");
        assertProblem(send(tus("/files").DELETE()), 405, "method-not-allowed");
        assertProblem(send(request(create(1, "")).POST(BodyPublishers.noBody())), 405, "method-not-allowed");
    }
}
