package atrium.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service stops while an upload runs, and starts again on the same directory. */
class StopTests {

    @TempDir
    private Path directory;

    @Test
    void a_running_upload_is_cut_at_the_stop_and_goes_on_after_it() throws Exception {
        String path;
        try (ConfigurableApplicationContext first = start();
                Socket socket = new Socket("127.0.0.1", port(first))) {
            path = create(port(first));
            socket.getOutputStream()
                    .write(("PATCH " + path + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                                    + "Content-Type: application/offset+octet-stream\r\nContent-Length: 10\r\n\r\nhello")
                            .getBytes(StandardCharsets.US_ASCII));
            BlobStore store = first.getBean(BlobStore.class);
            FileId id = FileId.parse(path.substring("/files/".length())).orElseThrow();
            await().atMost(Duration.ofSeconds(10)).until(() -> store.offset(id) == 5);

            first.close();

            assertThat(store.offset(id)).isEqualTo(5);
        }
        try (ConfigurableApplicationContext second = start()) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(second, path))
                    .header("Tus-Resumable", "1.0.0")
                    .header("Upload-Offset", "5")
                    .header("Content-Type", "application/offset+octet-stream")
                    .method("PATCH", BodyPublishers.ofString("world")));

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(send(HttpRequest.newBuilder(uri(second, path))).body()).isEqualTo("helloworld");
            assertThat(second.getBean(Catalog.class).entries()).hasSize(1);
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

    private static String create(int port) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/files"))
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Length", "10")
                        .POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static URI uri(ConfigurableApplicationContext context, String path) {
        return URI.create("http://127.0.0.1:" + port(context) + path);
    }

    private static int port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
