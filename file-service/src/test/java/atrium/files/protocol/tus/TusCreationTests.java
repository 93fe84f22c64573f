package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.TusRequests;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.Entry;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** tus 1.0.0, "Creation", "Creation With Upload" and the deferred length. */
class TusCreationTests extends TusRequests {

    private static final byte[] HELLO = ascii("hello");

    @Autowired
    private Catalog catalog;

    @ParameterizedTest
    @CsvSource({
        "Upload-Length,-1",
        "Upload-Length,5x",
        "Upload-Length,99999999999999999999",
        "Upload-Defer-Length,0",
        "Upload-Defer-Length,2",
        "Upload-Defer-Length,true",
        "Upload-Concat,whole",
        "Upload-Concat,final",
        "Some-Header,1"
    })
    void nonsense_in_a_creation_is_400(String name, String value) {
        assertProblem(send(creation(name, value)), 400, "bad-upload-request");
    }

    @Test
    void a_length_that_is_both_known_and_deferred_is_400() {
        assertProblem(send(creation("Upload-Length", "5", "Upload-Defer-Length", "1")), 400, "bad-upload-request");
    }

    @Test
    void two_lengths_are_400() {
        assertProblem(send(creation("Upload-Length", "5", "Upload-Length", "6")), 400, "bad-upload-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filename !!!",
                "filename dw==,filename dw==",
                "filename /w==",
                "a b c",
                ",",
                "a,",
                "n\u00e4me dw=="
            })
    void nonsense_in_the_metadata_is_400(String metadata) throws IOException {
        String answer = raw(
                "POST /files HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Length: 1\r\nContent-Length: 0\r\n"
                        + "Upload-Metadata: " + metadata + "\r\n\r\n",
                "}");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("bad-upload-request");
    }

    @Test
    void too_much_metadata_is_400() {
        assertProblem(send(creation(1, metadata("filename", "a", "x", "y".repeat(3500)))), 400, "bad-upload-request");
    }

    @Test
    void a_control_character_in_the_name_is_400() {
        assertProblem(send(creation(1, metadata("filename", "a\r\nSet-Cookie: x"))), 400, "bad-file-name");
    }

    @Test
    void a_room_that_is_none_is_400() {
        assertProblem(send(creation(1, metadata("room", "a/b"))), 400, "bad-room-name");
    }

    @Test
    void head_tells_the_metadata_word_for_word_also_of_a_whole_file() {
        String said = metadata("author", "J\u00e4ne", "filename", "../a.txt") + ",is_confidential,empty ";
        String path = create(5, said);

        assertThat(header(head(path), "Upload-Metadata")).isEqualTo(said.strip());
        send(patch(path, 0, HELLO));

        assertThat(header(head(path), "Upload-Metadata")).isEqualTo(said.strip());
        assertThat(header(send(request(path)), "Content-Disposition"))
                .contains("a.txt")
                .doesNotContain("..");
        assertThat(head(create(5, "")).headers().firstValue("Upload-Metadata")).isEmpty();
    }

    @Test
    void an_empty_file_is_whole_at_once() {
        String path = create(0, metadata("filename", "empty"));

        HttpResponse<String> answer = send(request(path));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(header(head(path), "Upload-Length")).isEqualTo("0");
    }

    @Test
    void a_creation_may_bring_all_bytes() {
        HttpResponse<String> answer = send(bringing(HELLO, "Upload-Length", "5"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Upload-Offset")).isEqualTo("5");
        assertThat(send(request(header(answer, "Location"))).body()).isEqualTo("hello");
    }

    @Test
    void a_creation_may_bring_the_first_bytes() {
        HttpResponse<String> answer = send(bringing(ascii("he"), "Upload-Length", "5"));

        assertThat(header(answer, "Upload-Offset")).isEqualTo("2");
        assertThat(header(answer, "Upload-Expires")).endsWith("GMT");
        send(patch(header(answer, "Location"), 2, ascii("llo")));
        assertThat(send(request(header(answer, "Location"))).body()).isEqualTo("hello");
    }

    @Test
    void a_creation_that_brings_bytes_of_another_type_is_415() {
        HttpRequest.Builder request = tus("/files")
                .headers("Upload-Length", "5", "Content-Type", "text/plain")
                .POST(BodyPublishers.ofByteArray(HELLO));

        assertProblem(send(request), 415, "wrong-content-type");
    }

    /** The gateway makes this of a POST that says nothing of a body, as {@code curl -X POST} does. */
    @Test
    void a_creation_of_no_chunks_brings_no_bytes() throws IOException {
        String head = "POST /files HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTus-Resumable: 1.0.0\r\n"
                + "Upload-Length: 5\r\nTransfer-Encoding: chunked\r\n";

        assertThat(raw(head + "\r\n0\r\n\r\n", "\r\n\r\n")).startsWith("HTTP/1.1 201");
        assertThat(raw(head + "Content-Type: text/plain\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "}"))
                .startsWith("HTTP/1.1 415");
    }

    @Test
    void a_creation_that_brings_more_than_it_declares_is_413_and_leaves_nothing() throws IOException {
        long before = entries();

        assertProblem(send(bringing(HELLO, "Upload-Length", "3")), 413, "file-too-large");

        assertThat(entries()).isEqualTo(before);
    }

    /** Its sender does not learn the URL, and so cannot go on. */
    @Test
    void a_creation_that_is_cut_leaves_nothing() throws Exception {
        long before = entries();
        int parts = unfinished();

        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(ascii("POST /files HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Length: 100\r\n"
                            + "Content-Type: application/offset+octet-stream\r\nContent-Length: 100\r\n\r\nhello"));
            await().atMost(Duration.ofSeconds(10)).until(() -> unfinished() == parts + 1);
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> unfinished() == parts);
        assertThat(entries()).isEqualTo(before);
    }

    @Test
    void a_deferred_length_is_told_until_it_is_declared() {
        HttpResponse<String> created = send(creation("Upload-Defer-Length", "1"));
        String path = header(created, "Location");
        assertThat(created.statusCode()).isEqualTo(201);
        assertOpen(path, "0");

        send(patch(path, 0, ascii("he")));
        assertOpen(path, "2");
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
        send(patch(path, 2, ascii("l")).header("Upload-Length", "5"));

        HttpResponse<String> declared = head(path);
        assertThat(declared.headers().firstValue("Upload-Defer-Length")).isEmpty();
        assertThat(header(declared, "Upload-Length")).isEqualTo("5");
        send(patch(path, 3, ascii("lo")));
        assertThat(send(request(path)).body()).isEqualTo("hello");
    }

    @Test
    void a_length_may_be_declared_with_no_more_bytes() {
        String path = header(send(bringing(HELLO, "Upload-Defer-Length", "1")), "Location");
        assertOpen(path, "5");

        HttpResponse<String> end = send(patch(path, 5, new byte[0]).header("Upload-Length", "5"));

        assertThat(end.statusCode()).isEqualTo(204);
        assertThat(send(request(path)).body()).isEqualTo("hello");
    }

    @Test
    void a_declared_length_is_never_changed() {
        String path = header(send(creation("Upload-Defer-Length", "1")), "Location");
        send(patch(path, 0, ascii("he")).header("Upload-Length", "5"));

        for (String other : new String[] {"6", "4", "2", "0"}) {
            assertProblem(send(patch(path, 2, ascii("l")).header("Upload-Length", other)), 400, "wrong-length");
        }
        assertThat(header(head(path), "Upload-Length")).isEqualTo("5");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("2");
        assertThat(send(patch(path, 2, ascii("llo")).header("Upload-Length", "5"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void a_length_that_is_declared_late_obeys_the_limits() {
        limit("guests.max-size", "10B");
        String path = header(send(creation("Upload-Defer-Length", "1")), "Location");
        send(patch(path, 0, HELLO));

        assertProblem(send(patch(path, 5, HELLO).header("Upload-Length", "11")), 413, "file-too-large");
        assertProblem(send(patch(path, 5, HELLO).header("Upload-Length", "4")), 400, "wrong-length");
        assertProblem(send(patch(path, 5, ascii("too long"))), 413, "file-too-large");
        assertOpen(path, "5");
    }

    private void assertOpen(String path, String offset) {
        HttpResponse<String> answer = head(path);
        assertThat(header(answer, "Upload-Defer-Length")).isEqualTo("1");
        assertThat(header(answer, "Upload-Offset")).isEqualTo(offset);
        assertThat(answer.headers().firstValue("Upload-Length")).isEmpty();
    }

    private HttpRequest.Builder bringing(byte[] bytes, String... headers) {
        return tus("/files")
                .headers(headers)
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes));
    }

    private long entries() throws IOException {
        try (Stream<Entry> entries = catalog.entries()) {
            return entries.count();
        }
    }
}
