package atrium.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody might try who may not enter: other forms of the name, and other people's uploads. */
class PrivateRoomUploadTests extends PrivateRooms {

    @ParameterizedTest
    @CsvSource({
        "staff, 401",
        "%73taff, 401",
        "st%61%66f, 401",
        "lab-1, 401",
        "lab-, 401",
        "lab-of-nobody, 401",
        "caf%C3%A9, 401",
        "cafe%CC%81, 401",
        "staff&room=lobby, 401",
        "staff&owner=me, 401",
        "staff&limit=1, 401",
        "lab-tour, 200",
        "STAFF, 200",
        "Lab-1, 200",
        "%EF%BD%93taff, 200",
        "staff., 200",
        "cafe, 200",
        "staff%00, 400",
        "%20staff, 400",
        "staff%2F, 400",
        "%2573taff, 400",
        "staff%E2%80%8B, 400"
    })
    void a_list_is_by_the_name_that_the_files_are_under_however_it_is_written(String room, int expected) {
        whole();

        HttpResponse<String> answer = send(request("/files?room=" + room));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        assertThat(answer.body()).doesNotContain("plan.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staff", "lab-1", "caf\u00e9", "cafe\u0301"})
    void an_upload_is_into_the_room_that_its_name_is_however_it_is_written(String room) {
        assertProblem(send(creation(1, metadata("filename", "a", "room", room))), 401, "unauthenticated");
        assertProblem(send(as(Who.GUEST, form(file("1") + field("room", room) + "--B--\r\n"))), 403, "room-private");
        assertProblem(send(form(field("room", " " + room + "\n") + file("1") + "--B--\r\n")), 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tus-Resumable: 1.0.0\r\nUpload-Length: 1000000\r\nContent-Type: application/offset+octet-stream\r\n"
                        + "Upload-Metadata: room c3RhZmY=\r\n",
                "Tus-Resumable: 1.0.0\r\nUpload-Length: 2000000\r\nContent-Type: application/offset+octet-stream\r\n"
                        + "Upload-Metadata: room c3RhZmY=\r\nUpload-Checksum: sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=\r\n",
                "Upload-Complete: ?1\r\n",
                "Upload-Complete: ?0\r\nUpload-Draft-Interop-Version: 8\r\n"
            })
    void no_byte_of_a_body_is_asked_for(String protocol) throws IOException {
        String answer = raw(
                "POST /files?room=staff HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n"
                        + protocol + "\r\n",
                "\"}");

        assertThat(answer).startsWith("HTTP/1.1 401").containsIgnoringCase("connection: close");
    }

    @Test
    void nothing_is_asked_for_where_the_length_says_that_nothing_comes() throws IOException {
        String answer = raw(
                "POST /files?room=staff HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n"
                        + "Upload-Complete: ?1\r\nUpload-Length: 0\r\n\r\n",
                "\"}");

        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    /** Who gets as far as an upload's lock ends the request that holds it. */
    @Test
    void who_may_not_enter_does_not_disturb_who_uploads() throws IOException {
        String path = begun();
        try (Socket member = new Socket("127.0.0.1", port)) {
            member.setSoTimeout(20_000);
            String head = "PATCH " + path + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                    + "Content-Type: application/offset+octet-stream\r\nContent-Length: 5\r\nAuthorization: Bearer "
                    + ADMIN + "\r\nConnection: close\r\n\r\n12";
            member.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(20)).until(() -> stored(path) == 2);

            assertThat(head(path).statusCode()).isEqualTo(401);
            assertThat(send(patch(path, 2, ascii("x"))).statusCode()).isEqualTo(401);
            assertThat(send(tus(path).DELETE()).statusCode()).isEqualTo(401);
            assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(401);
            assertThat(send(request(path).method("HEAD", BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(401);

            member.getOutputStream().write(ascii("345"));
            assertThat(new String(member.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void the_delete_token_deletes_without_a_sign_in_and_opens_nothing_else() {
        HttpResponse<String> begun = send(as(Who.AN_INVITED_GUEST, creation(5, IN_STAFF)));
        String path = header(begun, "Location");
        String token = header(begun, "Upload-Delete-Token");
        send(as(Who.AN_INVITED_GUEST, patch(path, 0, ascii("12345"))));

        assertThat(send(withToken(token, request(path))).statusCode()).isEqualTo(401);
        assertThat(send(withToken(token, patch(path, 5, new byte[0]))).statusCode())
                .isEqualTo(401);
        assertProblem(send(withToken(token + "0", request(path)).DELETE()), 401, "unauthenticated");
        assertProblem(send(as(Who.AN_INVITED_GUEST, request(path)).DELETE()), 403, "not-your-file");
        assertThat(send(withToken(token, request(path)).DELETE()).statusCode()).isEqualTo(204);
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
    }

    @Test
    void the_delete_token_gives_up_an_upload_too() {
        HttpResponse<String> begun = send(as(Who.A_MEMBER, creation(5, IN_STAFF)));

        HttpRequest.Builder request = tus(header(begun, "Location"));
        assertThat(send(withToken(header(begun, "Upload-Delete-Token"), request).DELETE())
                        .statusCode())
                .isEqualTo(204);
    }

    private static HttpRequest.Builder withToken(String token, HttpRequest.Builder request) {
        return request.header("Upload-Delete-Token", token);
    }
}
