package atrium.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Uploads and downloads that end in every odd way, while Netty tracks each buffer; the level is set by the build. */
class LeakTests extends TusRequests {

    @Test
    void no_buffer_is_lost_however_an_upload_ends() throws IOException {
        for (int i = 0; i < 20; i++) {
            String path = create(1_000_000, "");
            cutAfter(path, 500_000, 1_000_000);
            send(patch(path, 77, bytes(100_000, i)));
            send(patch("/files/" + "0".repeat(32), 0, bytes(100_000, i)));
            send(request("/files")
                    .header("Content-Type", "multipart/form-data; boundary=B")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(bytes(100_000, i))));
            send(request(upload(bytes(100_000, i), "")));
        }

        assertNothingIsLost();
    }

    @Test
    void no_buffer_is_lost_however_a_download_ends() throws IOException {
        String path = upload(bytes(8_000_000, 3), "");
        for (int i = 0; i < 20; i++) {
            leaveAfter(path, "");
            leaveAfter(path, "Range: bytes=0-65535\r\n");
            leaveAfter(path, "Range: bytes=0-9,1000-3000000,4000000-\r\n");
            leaveAfter(path, "Range: bytes=0-0\r\n\r\nGET " + path + " HTTP/1.1\r\nHost: x\r\n");
            send(request(path).header("Range", "bytes=9000000-"));
            send(request(path).header("Range", "bytes=0-99"));
            send(request(path).method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
        }

        assertNothingIsLost();
    }

    private static void assertNothingIsLost() {
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
            return CountingLeakDetector.leaks() == 0;
        });
        assertThat(CountingLeakDetector.isInUse()).isTrue();
    }

    /** Asks, takes the first bytes of the answer, and is gone. */
    private void leaveAfter(String path, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(10)).hasSize(10);
        }
    }

    private void cutAfter(String path, int bytes, int announced) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("PATCH " + path + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                                    + "Content-Type: application/offset+octet-stream\r\nContent-Length: " + announced
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes(bytes, 1));
        }
    }
}
