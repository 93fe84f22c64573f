package atrium.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Uploads that end in every odd way, while Netty tracks each buffer; the level is set by the build. */
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

        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
            return CountingLeakDetector.leaks() == 0;
        });
        assertThat(CountingLeakDetector.isInUse()).isTrue();
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
