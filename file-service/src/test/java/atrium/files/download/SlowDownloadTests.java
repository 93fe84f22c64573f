package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.TusRequests;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Clients that take less than there is, or leave. */
class SlowDownloadTests extends TusRequests {

    /** More than the buffers of both sockets hold. */
    private static final byte[] CONTENT = bytes(24 << 20, 11);

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    private MeterRegistry meters;

    @Test
    void a_file_that_is_deleted_meanwhile_arrives_whole() throws IOException {
        HttpResponse<String> creation = send(creation(CONTENT.length, ""));
        String path = header(creation, "Location");
        send(patch(path, 0, CONTENT));
        try (Socket socket = ask(path, "")) {
            InputStream in = socket.getInputStream();
            head(in);

            assertThat(send(request(path)
                                    .header("Upload-Delete-Token", header(creation, "Upload-Delete-Token"))
                                    .DELETE())
                            .statusCode())
                    .isEqualTo(204);

            assertThat(send(request(path)).statusCode()).isEqualTo(404);
            assertThat(in.readNBytes(CONTENT.length)).isEqualTo(CONTENT);
        }
    }

    @Test
    void a_client_that_takes_nothing_is_cut_and_a_slow_one_is_not() throws IOException {
        String path = upload(CONTENT, "");
        limit("idle-timeout", "3s");
        try (Socket silent = ask(path, "");
                Socket slow = ask(path, "")) {
            InputStream in = slow.getInputStream();
            head(in);
            byte[] taken = new byte[CONTENT.length];
            int[] at = {0};
            await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> {
                at[0] += in.readNBytes(taken, at[0], Math.min(200_000, CONTENT.length - at[0]));
                return active() == 1 && at[0] > 4_000_000;
            });

            assertThat(in.readNBytes(taken, at[0], CONTENT.length - at[0])).isEqualTo(CONTENT.length - at[0]);
            assertThat(taken).isEqualTo(CONTENT);
            assertThat(isCutShort(silent)).isTrue();
        }
        await().atMost(SOON).until(() -> active() == 0);
    }

    private static boolean isCutShort(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length < CONTENT.length;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void a_thousand_at_once_take_neither_memory_nor_threads() throws IOException {
        String path = upload(CONTENT, "");
        List<Socket> sockets = new ArrayList<>();
        int threads = Thread.getAllStackTraces().size();
        long memory = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        try {
            for (int i = 0; i < 1000; i++) {
                sockets.add(ask(path, i % 2 == 0 ? "" : "Range: bytes=0-9,1000-\r\n"));
            }
            await().atMost(SOON).until(() -> active() == 1000);

            assertThat(Thread.getAllStackTraces().size() - threads).isLessThan(20);
            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - memory)
                    .isLessThan(32 << 20);
            assertThat(header(send(request(path).header("Range", "bytes=0-0")), "Content-Range"))
                    .isEqualTo("bytes 0-0/" + CONTENT.length);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await().atMost(SOON).until(() -> active() == 0);
    }

    @Test
    void every_download_is_counted() {
        String path = upload("hello".getBytes(StandardCharsets.US_ASCII), "");
        double before = requests();

        send(request(path).header("Range", "bytes=9-"));
        send(request(path).header("Range", "bytes=9-"));

        await().atMost(SOON).until(() -> requests() == before + 2);
    }

    /** Of a kind that no other test here makes. */
    private double requests() {
        return meters.find("http.server.requests").tag("uri", "/files/{id}").tag("status", "416").timers().stream()
                .mapToDouble(timer -> timer.count())
                .sum();
    }

    private double active() {
        return meters.get("atrium.files.downloads.active").gauge().value();
    }

    private Socket ask(String path, String headers) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout((int) SOON.toMillis());
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void head(InputStream in) throws IOException {
        byte[] end = new byte[4];
        while (!Arrays.equals(end, new byte[] {'\r', '\n', '\r', '\n'})) {
            System.arraycopy(end, 1, end, 0, 3);
            end[3] = (byte) in.read();
        }
    }
}
