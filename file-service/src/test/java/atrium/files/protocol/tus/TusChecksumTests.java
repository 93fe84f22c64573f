package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.TusRequests;
import atrium.files.storage.local.LocalStoreProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** tus 1.0.0, "Checksum": no byte counts before all of its request have been verified. */
class TusChecksumTests extends TusRequests {

    private static final byte[] HELLO = ascii("hello world");

    @Autowired
    private LocalStoreProperties store;

    @Autowired
    private MeterRegistry meters;

    @AfterEach
    void nothing_stays_spooled() throws IOException {
        try (Stream<Path> files = Files.list(store.root().resolve("spool"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void options_tells_the_algorithms() {
        HttpResponse<String> answer = send(request("/files").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(header(answer, "Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256,crc32");
    }

    /** The first is the specification's example. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
                "sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
                "crc32 DUoRhQ=="
            })
    void bytes_with_their_checksum_are_taken(String checksum) {
        String path = create(HELLO.length, "");

        HttpResponse<String> answer = send(patch(path, 0, HELLO).header("Upload-Checksum", checksum));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(header(answer, "Upload-Offset")).isEqualTo("11");
        assertThat(send(request(path)).body()).isEqualTo("hello world");
    }

    @Test
    void many_chunks_each_with_its_checksum_make_a_file() throws Exception {
        byte[] bytes = bytes(1_000_000, 5);
        String path = create(bytes.length, "");

        for (int at = 0; at < bytes.length; at += 250_000) {
            byte[] chunk = java.util.Arrays.copyOfRange(bytes, at, at + 250_000);
            assertThat(send(patch(path, at, chunk).header("Upload-Checksum", sha1(chunk)))
                            .statusCode())
                    .isEqualTo(204);
        }

        assertThat(header(send(request(path)), "ETag")).isEqualTo('"' + sha256(bytes) + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "sha256 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "crc32 AAAAAA=="
            })
    void other_bytes_are_460_and_none_is_kept(String checksum) {
        String path = header(send(creation("Upload-Defer-Length", "1")), "Location");
        send(patch(path, 0, ascii("so far, ")));

        HttpResponse<String> answer =
                send(patch(path, 8, HELLO).headers("Upload-Checksum", checksum, "Upload-Length", "19"));

        assertProblem(answer, 460, "checksum-mismatch");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("8");
        assertThat(header(head(path), "Upload-Defer-Length")).isEqualTo("1");
        send(patch(path, 8, HELLO).header("Upload-Length", "19"));
        assertThat(send(request(path)).body()).isEqualTo("so far, hello world");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "md5 XrY7u+Ae7tCTyyK7j1rNww==",
                "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
                "sha1",
                "sha1 ",
                "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0= x",
                "sha1  Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
                "sha1 2aae6c35c94fcfb415dbe95f408b9ce91ee846ed",
                "sha1 !!!!",
                "crc32 AAA="
            })
    void what_is_no_checksum_is_400_and_nothing_is_kept(String checksum) {
        String path = create(HELLO.length, "");

        HttpResponse<String> answer = send(patch(path, 0, HELLO).header("Upload-Checksum", checksum));

        assertProblem(answer, 400, "bad-upload-request");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void two_checksums_are_400() {
        HttpRequest.Builder request = patch(create(HELLO.length, ""), 0, HELLO)
                .header("Upload-Checksum", "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=")
                .header("Upload-Checksum", "crc32 DUoRhQ==");

        assertProblem(send(request), 400, "bad-upload-request");
    }

    @Test
    void a_checksum_does_not_let_more_bytes_in() throws IOException {
        String path = create(5, "");

        assertProblem(send(patch(path, 0, HELLO).header("Upload-Checksum", "crc32 DUoRhQ==")), 413, "file-too-large");
        String chunked = raw(
                "PATCH " + path + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                        + "Upload-Checksum: crc32 DUoRhQ==\r\nContent-Type: application/offset+octet-stream\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n",
                "}");

        assertThat(chunked).startsWith("HTTP/1.1 413");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void a_creation_may_bring_a_checksum() {
        HttpRequest.Builder right = creationWith("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
        HttpRequest.Builder wrong = creationWith("sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=");

        HttpResponse<String> created = send(right);

        assertThat(send(request(header(created, "Location"))).body()).isEqualTo("hello world");
        assertProblem(send(wrong), 460, "checksum-mismatch");
    }

    @Test
    void bytes_that_were_cut_before_they_were_verified_do_not_count() throws Exception {
        String path = create(100, "");

        try (Socket socket = beginPatch(path, 100)) {
            socket.getOutputStream().write(new byte[50]);
            awaitSpooled();
        }

        assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void a_request_that_hangs_before_it_was_verified_is_ended_by_the_next() throws Exception {
        String path = create(HELLO.length, "");

        try (Socket hanging = beginPatch(path, HELLO.length)) {
            hanging.setSoTimeout(10_000);
            hanging.getOutputStream().write(HELLO, 0, 6);
            awaitSpooled();

            assertThat(send(patch(path, 0, HELLO)).statusCode()).isEqualTo(204);

            String answer = new String(hanging.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 423").contains("upload-locked");
        }
        assertThat(send(request(path)).body()).isEqualTo("hello world");
    }

    private HttpRequest.Builder creationWith(String checksum) {
        return tus("/files")
                .headers("Upload-Length", "11", "Upload-Checksum", checksum)
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofByteArray(HELLO));
    }

    private Socket beginPatch(String path, int length) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write(ascii("PATCH " + path + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                        + "Upload-Checksum: crc32 DUoRhQ==\r\nContent-Type: application/offset+octet-stream\r\n"
                        + "Content-Length: " + length + "\r\n\r\n"));
        return socket;
    }

    /** Waits until a body is being received; its file has no name by which it could be seen. */
    private void awaitSpooled() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> meters.get("atrium.files.uploads.active").gauge().value() == 1);
    }

    private static String sha1(byte[] bytes) throws Exception {
        return "sha1 "
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    }
}
