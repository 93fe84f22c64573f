package atrium.files.scan;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** Makes the scanner that is configured; they are cheap, but for the HTTP client that all callbacks share. */
final class Scanners implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final HookAnswer answer;

    Scanners(JsonMapper json) {
        this.answer = new HookAnswer(json);
    }

    Scanner of(ScanProperties properties) {
        return switch (properties.by()) {
            case NONE -> (file, bytes) -> Verdict.CLEAN;
            case CLAMD -> new ClamdScanner(properties.clamd(), properties.timeLimit());
            case HTTP -> new HookScanner(client, properties.http(), properties.timeLimit(), answer);
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
