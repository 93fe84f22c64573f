package atrium.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.catalog.StoredFile;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class HookScannerTests {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final CountDownLatch end = new CountDownLatch(1);
    private Scanners scanners;
    private HttpServer server;
    private volatile int status = 204;
    private volatile String answer = "";
    private volatile boolean silent;

    @BeforeEach
    void start() throws IOException {
        scanners = new Scanners(JsonMapper.shared());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/scan", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        scanners.close();
    }

    @Test
    void the_bytes_are_the_body_and_what_is_known_of_them_is_in_headers() throws Exception {
        assertThat(scan("secret")).isEqualTo(Verdict.CLEAN);

        assertThat(bodies).singleElement().isEqualTo(HELLO);
        assertThat(headers)
                .containsEntry("Content-Length", "5")
                .containsEntry("Content-Type", "text/plain")
                .containsEntry("Content-Digest", "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:")
                .containsEntry("Atrium-File-Id", "0f".repeat(16))
                .containsEntry("Atrium-Room", "Raum%20%C3%A9")
                .containsEntry("Authorization", "Bearer secret");
        assertThat(headers.get("Content-Disposition")).contains("filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt");
    }

    @Test
    void a_file_without_bytes_is_asked_about_too_and_without_a_token_there_is_none() throws Exception {
        StoredFile empty = ClamdScannerTests.file(0);

        assertThat(scanner("", Duration.ofSeconds(10)).scan(empty, new ByteArrayInputStream(new byte[0])))
                .isEqualTo(Verdict.CLEAN);

        assertThat(bodies).singleElement().isEqualTo(new byte[0]);
        assertThat(headers).doesNotContainKey("Authorization");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            204 | -                                                 | clean
            200 | {"verdict":"clean","reason":"x"}                  | clean
            200 | {"verdict":"infected","reason":"Eicar"}           | Eicar
            200 | {"verdict":"infected"}                            | the scanner gave no reason
            200 | {"verdict":"infected","reason":7}                 | the scanner gave no reason
            403 | -                                                 | the scanner gave no reason
            422 | {"detail":"macros"}                               | macros
            403 | {"reason":"a","detail":"b"}                       | a
            403 | no JSON                                           | the scanner gave no reason
            413 | -                                                 | too large
            200 | -                                                 | none
            200 | {}                                                | none
            200 | []                                                | none
            200 | {"verdict":"CLEAN"}                               | none
            200 | {"verdict":["clean"]}                             | none
            200 | {"verdict":"clean"                                | none
            201 | {"verdict":"clean"}                               | none
            302 | -                                                 | none
            401 | -                                                 | none
            500 | {"verdict":"clean"}                               | none
            503 | -                                                 | none
            """)
    void each_answer_is_a_verdict_or_none(int code, String body, String expected) throws Exception {
        status = code;
        answer = body == null ? "" : body;

        if (expected.equals("none")) {
            assertThatThrownBy(() -> scan("")).isInstanceOf(ScanFailedException.class);
        } else {
            assertThat(scan(""))
                    .isEqualTo(
                            switch (expected) {
                                case "clean" -> Verdict.CLEAN;
                                case "too large" -> new Verdict.TooLarge();
                                default -> new Verdict.Infected(expected);
                            });
        }
    }

    @Test
    void an_answer_without_end_is_none() {
        status = 200;
        answer = "{\"verdict\":\"clean\"" + " ".repeat(100_000) + "}";

        assertThatThrownBy(() -> scan("")).isInstanceOf(ScanFailedException.class);
    }

    @Test
    void who_does_not_answer_in_time_gives_no_verdict() {
        silent = true;

        assertThatThrownBy(() -> scanner("", Duration.ofMillis(200))
                        .scan(ClamdScannerTests.file(5), new ByteArrayInputStream(HELLO)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void nobody_there_is_no_verdict() {
        server.stop(0);

        assertThatThrownBy(() -> scan("")).isInstanceOf(IOException.class);
    }

    private Verdict scan(String token) throws Exception {
        return scanner(token, Duration.ofSeconds(10))
                .scan(ClamdScannerTests.file(HELLO.length), new ByteArrayInputStream(HELLO));
    }

    private Scanner scanner(String token, Duration limit) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/scan");
        return scanners.of(ScanPropertiesTests.with(
                "by", "http", "http.url", url.toString(), "http.token", token, "time-limit", limit.toMillis() + "ms"));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            bodies.add(exchange.getRequestBody().readAllBytes());
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            if (silent) {
                end.await();
            }
            byte[] text = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
