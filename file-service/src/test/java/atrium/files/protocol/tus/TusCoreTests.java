package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each MUST of tus 1.0.0, "Core Protocol", a test; in its order. */
class TusCoreTests extends TusRequests {

    private static final byte[] HELLO = ascii("hello");

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "1.0", "0x1", "1e3", "five", "99999999999999999999", "9223372036854775808"})
    void an_offset_is_a_non_negative_integer(String offset) {
        String path = create(5, "");

        assertProblem(send(patchAt(path).header("Upload-Offset", offset)), 400, "bad-upload-request");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void a_patch_without_an_offset_is_400() {
        assertProblem(send(patchAt(create(5, ""))), 400, "bad-upload-request");
    }

    @ParameterizedTest
    @CsvSource({"Upload-Offset,1", "Upload-Offset,0", "Upload-Length,5", "Content-Type,text/plain"})
    void a_header_that_is_there_twice_is_400(String name, String second) {
        String path = create(5, "");

        HttpResponse<String> answer =
                send(patch(path, 0, HELLO).header("Upload-Length", "5").header(name, second));

        assertProblem(answer, 400, "bad-upload-request");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.2.2", "1.0.1", "1.0", "1.0.0, 0.2.2", "tus"})
    void another_version_is_412_with_the_one_that_is_spoken_and_does_nothing(String version) {
        String path = create(5, "");

        HttpResponse<String> answer = send(request(path)
                .headers("Tus-Resumable", version, "Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(HELLO)));

        assertProblem(answer, 412, "unknown-tus-version");
        assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void a_patch_without_a_version_is_412() {
        HttpRequest.Builder request = request("/files/" + "0".repeat(32)).method("PATCH", BodyPublishers.noBody());

        assertProblem(send(request), 412, "unknown-tus-version");
    }

    @Test
    void every_answer_tells_the_version() {
        String path = create(5, "");

        assertThat(header(send(creation(5, "")), "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(send(creation(-5, "")), "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(head(path), "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(head("/files/" + "0".repeat(32)), "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(head("/files/none"), "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(send(patch(path, 0, HELLO)), "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(send(patch(path, 1, HELLO)), "Tus-Resumable")).isEqualTo("1.0.0");
    }

    @Test
    void options_does_not_care_for_the_version() {
        HttpResponse<String> answer =
                send(request("/files").header("Tus-Resumable", "9.9.9").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    }

    @Test
    void a_post_with_an_overriding_method_is_that_method() {
        String path = create(5, "");

        HttpResponse<String> patched = send(patch(path, 0, HELLO)
                .header("X-HTTP-Method-Override", "PATCH")
                .POST(BodyPublishers.ofByteArray(HELLO)));
        HttpResponse<String> asked =
                send(tus(path).header("X-HTTP-Method-Override", "HEAD").POST(BodyPublishers.noBody()));

        assertThat(patched.statusCode()).isEqualTo(204);
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(header(asked, "Upload-Offset")).isEqualTo("5");
        assertThat(send(request(path)).body()).isEqualTo("hello");
        String given = create(5, "");
        assertThat(send(tus(given).header("X-HTTP-Method-Override", "DELETE").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(head(given).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"patch", "PUT", "TRACE", "../etc"})
    void an_overriding_method_that_is_none_is_405(String method) {
        HttpRequest.Builder request =
                tus(create(5, "")).header("X-HTTP-Method-Override", method).POST(BodyPublishers.noBody());

        assertProblem(send(request), 405, "method-not-allowed");
    }

    @Test
    void head_always_tells_offset_and_length_and_is_not_stored() {
        String fresh = create(5, "");
        String whole = upload(HELLO, "");

        assertThat(header(head(fresh), "Upload-Offset")).isEqualTo("0");
        assertThat(header(head(fresh), "Upload-Length")).isEqualTo("5");
        assertThat(header(head(whole), "Upload-Offset")).isEqualTo("5");
        assertThat(header(head(whole), "Upload-Length")).isEqualTo("5");
        assertThat(header(head(whole), "Cache-Control")).isEqualTo("no-store");
        HttpResponse<String> none = head("/files/" + "0".repeat(32));
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.headers().firstValue("Upload-Offset")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "application/offset+octet-stream; v=1", ""})
    void a_patch_of_another_type_is_415(String type) {
        String path = create(5, "");

        HttpRequest.Builder request = tus(path)
                .headers("Upload-Offset", "0", "Content-Type", type)
                .method("PATCH", BodyPublishers.ofByteArray(HELLO));

        assertProblem(send(request), 415, "wrong-content-type");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 4, 5, 999_999_999_999_999_999L})
    void another_offset_is_409_with_the_right_one_and_changes_nothing(long offset) {
        String path = create(5, "");
        send(patch(path, 0, ascii("he")));

        HttpResponse<String> answer = send(patch(path, offset, ascii("llo")));

        assertProblem(answer, 409, "wrong-offset");
        assertThat(answer.body()).contains("offset: " + offset + " (expected: 2)", "\"offset\":2");
        assertThat(send(patch(path, 2, ascii("llo"))).statusCode()).isEqualTo(204);
        assertThat(send(request(path)).body()).isEqualTo("hello");
    }

    @Test
    void a_patch_of_nothing_is_204_with_the_offset() {
        String path = create(5, "");
        send(patch(path, 0, ascii("he")));

        HttpResponse<String> answer = send(patch(path, 2, new byte[0]));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Upload-Offset")).isEqualTo("2");
    }

    private HttpRequest.Builder patchAt(String path) {
        return tus(path)
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(HELLO));
    }
}
