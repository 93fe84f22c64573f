package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.TusRequests;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TusInterruptionTests extends TusRequests {

    @Test
    void a_cut_in_mid_patch_keeps_what_came_and_is_resumed_to_the_same_file() throws Exception {
        byte[] bytes = bytes(3_000_000, 1);
        String path = create(bytes.length, metadata("filename", "cut.bin", "room", "cut"));

        try (Socket socket = beginPatch(path, 0, bytes.length)) {
            socket.getOutputStream().write(bytes, 0, 1_234_567);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> stored(path) == 1_234_567);
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
        assertThat(send(patch(path, 1_234_567, Arrays.copyOfRange(bytes, 1_234_567, bytes.length)))
                        .statusCode())
                .isEqualTo(204);

        HttpResponse<byte[]> whole = send(request(path), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(whole.body()).isEqualTo(bytes);
        assertThat(header(whole, "ETag")).isEqualTo('"' + sha256(bytes) + '"');
    }

    @Test
    void a_request_that_hangs_is_ended_by_the_next_and_keeps_what_came() throws Exception {
        byte[] bytes = bytes(100, 2);
        String path = create(bytes.length, "");

        try (Socket hanging = beginPatch(path, 0, bytes.length)) {
            hanging.setSoTimeout(10_000);
            hanging.getOutputStream().write(bytes, 0, 50);
            await().atMost(Duration.ofSeconds(10)).until(() -> stored(path) == 50);

            assertThat(offset(path)).isEqualTo(50);
            HttpResponse<String> second = send(patch(path, 50, Arrays.copyOfRange(bytes, 50, 100)));

            assertThat(second.statusCode()).isEqualTo(204);
            String answer = new String(hanging.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 423").contains("upload-locked");
        }
        assertThat(send(request(path), HttpResponse.BodyHandlers.ofByteArray()).body())
                .isEqualTo(bytes);
    }

    @Test
    void a_silent_sender_is_answered_408_and_keeps_what_came() throws Exception {
        limit("idle-timeout", "300ms");
        String path = create(100, "");

        try (Socket socket = beginPatch(path, 0, 100)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[10]);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("upload-stalled");
        }
        assertThat(offset(path)).isEqualTo(10);
    }

    @Test
    void too_many_bodies_at_once_are_503_with_a_time_to_come_again() throws Exception {
        limit("max-concurrent", "1");
        String busy = create(100, "");
        String refused = create(1, "");

        try (Socket socket = beginPatch(busy, 0, 100)) {
            socket.getOutputStream().write(new byte[10]);
            await().atMost(Duration.ofSeconds(10)).until(() -> stored(busy) == 10);

            HttpResponse<String> answer = send(patch(refused, 0, new byte[1]));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(header(answer, "Retry-After")).isEqualTo("5");
        }
    }

    /** Found by the leak test: a request right after the answer to a body was never read (see Workers). */
    @Test
    void a_connection_that_carried_a_body_carries_the_next_requests() throws Exception {
        for (int i = 0; i < 200; i++) {
            String path = create(5, "");
            assertThat(send(patch(path, 0, new byte[2])).statusCode()).isEqualTo(204);
            assertThat(send(request(path)).statusCode()).isEqualTo(404);
            assertThat(head(path).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_hundred_small_uploads_at_once_are_a_hundred_files() throws Exception {
        List<byte[]> contents =
                IntStream.range(0, 100).mapToObj(i -> bytes(1_000 + i, i)).toList();

        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            List<Callable<String>> uploads = contents.stream()
                    .map(bytes -> (Callable<String>) () -> upload(bytes, metadata("room", "hundred")))
                    .toList();
            List<Future<String>> paths = clients.invokeAll(uploads);
            for (int i = 0; i < 100; i++) {
                String path = paths.get(i).get();
                assertThat(send(request(path), HttpResponse.BodyHandlers.ofByteArray())
                                .body())
                        .isEqualTo(contents.get(i));
            }
        }
        assertThat(send(request("/files?room=hundred")).body().split("\"sha256\""))
                .hasSize(101);
    }

    @Test
    void the_tus_projects_own_client_uploads_with_chunks_and_resumes() throws Exception {
        byte[] bytes = bytes(1_500_000, 3);
        TusClient client = new TusClient();
        client.setUploadCreationURL(uri("/files").toURL());
        client.enableResuming(new io.tus.java.client.TusURLMemoryStore());

        TusUploader first = client.createUpload(tusUpload(bytes));
        first.setChunkSize(100_000);
        first.setRequestPayloadSize(400_000);
        for (int i = 0; i < 5; i++) {
            first.uploadChunk();
        }
        first.finish();
        TusUploader second = client.resumeUpload(tusUpload(bytes));
        assertThat(second.getOffset()).isEqualTo(500_000);
        while (second.uploadChunk() > -1) {
            // until the client has nothing left
        }
        second.finish();

        HttpResponse<byte[]> whole =
                send(request(second.getUploadURL().getPath()), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(whole.body()).isEqualTo(bytes);
        assertThat(header(whole, "Content-Disposition")).contains("client.bin");
    }

    private static TusUpload tusUpload(byte[] bytes) {
        TusUpload upload = new TusUpload();
        upload.setSize(bytes.length);
        upload.setInputStream(new ByteArrayInputStream(bytes));
        upload.setFingerprint("the same");
        upload.setMetadata(Map.of("filename", "client.bin"));
        return upload;
    }

    private Socket beginPatch(String path, long offset, long length) throws Exception {
        Socket socket = new Socket("127.0.0.1", port);
        OutputStream out = socket.getOutputStream();
        out.write(("PATCH " + path + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: " + offset
                        + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private long offset(String path) {
        return Long.parseLong(header(head(path), "Upload-Offset"));
    }
}
