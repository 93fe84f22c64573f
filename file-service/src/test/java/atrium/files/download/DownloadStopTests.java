package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.FileApplication;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service stops while a client does not take what it asked for. */
class DownloadStopTests {

    private static final int SIZE = 24 << 20;

    @TempDir
    private Path directory;

    @Test
    void a_download_is_cut_at_the_stop_and_its_file_closed() throws Exception {
        try (ConfigurableApplicationContext service = start();
                Socket client = new Socket()) {
            int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            String path = upload(port);
            client.setReceiveBufferSize(16 * 1024);
            client.setSoTimeout(20_000);
            client.connect(new InetSocketAddress("127.0.0.1", port));
            client.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            MeterRegistry meters = service.getBean(MeterRegistry.class);
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            meters.get("atrium.files.downloads.active").gauge().value() == 1);
            assertThat(OpenDescriptors.below(directory)).hasSize(1);

            service.close();

            assertThat(bytesLeft(client)).isLessThan(SIZE);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> OpenDescriptors.below(directory).isEmpty());
        }
    }

    private ConfigurableApplicationContext start() {
        return SpringApplication.run(
                FileApplication.class,
                "--atrium.config=classpath:atrium-alone.yaml",
                "--spring.lifecycle.timeout-per-shutdown-phase=500ms",
                "--spring.main.banner-mode=off",
                "--atrium.files.local.directory=" + directory);
    }

    private static String upload(int port) throws IOException, InterruptedException {
        String form = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + "x".repeat(SIZE)
                + "\r\n--B--\r\n";
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/files"))
                    .header("Content-Type", "multipart/form-data; boundary=B")
                    .POST(BodyPublishers.ofString(form))
                    .build();
            return http.send(post, BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
        }
    }

    /** Until the end, whichever way it comes. */
    private static int bytesLeft(Socket client) throws IOException {
        byte[] buffer = new byte[SIZE];
        int length = 0;
        try {
            for (int read = 0; read >= 0; read = client.getInputStream().read(buffer, length, SIZE - length)) {
                length += read;
            }
        } catch (SocketException reset) {
            return length;
        }
        return length;
    }
}
