package atrium.files;

import atrium.files.quota.FileProperties;
import atrium.platform.config.Live;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service by itself on loopback, one for all tests; limits that a test changes are put back after it. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"atrium.config=classpath:atrium-alone.yaml", "atrium.identity.admin-token=" + RunningService.ADMIN
        })
public abstract class RunningService {

    protected static final String ADMIN = "the-admin-of-a-test";

    protected final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    protected int port;

    @Autowired
    private Live<FileProperties> limits;

    private FileProperties before;

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry properties) throws IOException {
        // Below the build's own directory: what tests leave goes with the next clean build.
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "files");
        properties.add("atrium.files.local.directory", directory::toString);
    }

    @BeforeEach
    void rememberLimits() {
        before = limits.get();
    }

    @AfterEach
    void putLimitsBack() {
        limits.replace(before);
        http.close();
    }

    /** Puts limits in force as keys and values; what is not named has its default. */
    protected void limit(String... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put("atrium.files." + settings[i], settings[i + 1]);
        }
        limits.replace(new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("atrium.files", FileProperties.class));
    }

    protected URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    protected HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    }

    protected HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    protected <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request.build(), body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends {@code text} as it is and reads until the other side closes or {@code end} has come. */
    protected String raw(String text, String end) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) {
                answer.append((char) c);
                if (answer.toString().endsWith(end)) {
                    break;
                }
            }
            return answer.toString();
        }
    }

    /** The header's first value; empty where there is none. */
    protected static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    protected static String sha256(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    protected static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }
}
