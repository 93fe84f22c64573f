package atrium.files.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills the service thirty times under load. After each start, what it had said is true: whole files are whole, uploads
 * go on where they were, what was deleted is gone, and nothing else lies about.
 */
class KillIT {

    private static final int KILLS = 30;
    private static final int UPLOADERS = 4;
    /** How many whole files are read after each start, those of the last round before others. */
    private static final int CHECKED = 60;

    private static final int SHORTEST_MILLIS = 50;
    private static final int LONGEST_MILLIS = 800;

    @TempDir
    private Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Ledger ledger = new Ledger();

    @Test
    void whatever_moment_it_is_killed_at_what_was_said_stays_true() throws Exception {
        Path files = directory.resolve("files");
        System.out.println("KillIT seed " + seed);
        for (int kill = 0; kill < KILLS; kill++) {
            try (HttpClient http = client();
                    KilledService service = KilledService.start(
                            directory.resolve("log"), List.of("--atrium.files.local.directory=" + files))) {
                checkWhatWasSaid(http, service);
                checkNothingElse(http, service, files);
                loadAndKill(http, service);
            }
        }
        assertThat(ledger.wholes()).isNotEmpty();
        assertThat(ledger.deletions()).isNotEmpty();
    }

    private void loadAndKill(HttpClient http, KilledService service) throws Exception {
        try (ExecutorService uploaders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < UPLOADERS; i++) {
                Uploader uploader = new Uploader(http, service, ledger, new Random(random.nextLong()));
                running.add(uploaders.submit(() -> {
                    uploader.run();
                    return null;
                }));
            }
            // The moment of the kill is what is tried, so it is a time and no condition.
            new CountDownLatch(1).await(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS), TimeUnit.MILLISECONDS);
            service.kill();
            for (Future<?> uploader : running) {
                uploader.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private void checkWhatWasSaid(HttpClient http, KilledService service) throws Exception {
        for (String path : ledger.someWholes(CHECKED, random)) {
            assertThat(get(http, service, path).body())
                    .as("%s (seed %d)", path, seed)
                    .isEqualTo(ledger.bytesOf(path));
        }
        for (Map.Entry<String, Ledger.Sent> upload : ledger.uploads().entrySet()) {
            goOn(http, service, upload.getKey(), upload.getValue());
        }
        for (String path : ledger.deletions()) {
            assertThat(get(http, service, path).statusCode()).as(path).isEqualTo(404);
        }
    }

    /** Ends an upload that a kill has cut. */
    private void goOn(HttpClient http, KilledService service, String path, Ledger.Sent sent) throws Exception {
        HttpResponse<byte[]> head = send(http, tus(service, path).method("HEAD", BodyPublishers.noBody()));
        int offset = Integer.parseInt(head.headers().firstValue("Upload-Offset").orElseThrow());
        assertThat(offset).as("%s (seed %d)", path, seed).isBetween(sent.held(), sent.bytes().length);
        if (offset < sent.bytes().length) {
            HttpResponse<byte[]> answer = send(
                    http,
                    tus(service, path)
                            .header("Upload-Offset", Integer.toString(offset))
                            .header("Content-Type", "application/offset+octet-stream")
                            .method(
                                    "PATCH",
                                    BodyPublishers.ofByteArray(
                                            Arrays.copyOfRange(sent.bytes(), offset, sent.bytes().length))));
            assertThat(answer.statusCode()).isEqualTo(204);
        }
        assertThat(get(http, service, path).body()).as(path).isEqualTo(sent.bytes());
        ledger.whole(path, sent.bytes());
    }

    /** Nothing lies on the disk but files that are listed, once a content, and uploads that can go on. */
    private void checkNothingElse(HttpClient http, KilledService service, Path files) throws Exception {
        List<JsonNode> listed = everyPage(http, service);
        Set<String> contents =
                listed.stream().map(file -> file.get("sha256").asString()).collect(Collectors.toSet());
        List<String> uploads = namesIn(files.resolve("uploads"));
        assertThat(namesIn(files.resolve("blobs"))).as("blobs (seed %d)", seed).hasSameSizeAs(contents);
        assertThat(namesIn(files.resolve("catalog")))
                .as("catalog (seed %d)", seed)
                .noneMatch(name -> name.endsWith(".tmp"))
                .hasSize(listed.size() + uploads.size() + 1)
                .containsAll(uploads.stream()
                        .map(part -> part.replace(".part", ".json"))
                        .toList());
        assertThat(listed.stream().map(file -> file.get("url").asString()))
                .as("list (seed %d)", seed)
                .containsAll(ledger.wholes());
    }

    /** All files of the room: a quick machine uploads more than a page holds. */
    private static List<JsonNode> everyPage(HttpClient http, KilledService service) throws Exception {
        List<JsonNode> files = new ArrayList<>();
        for (String next = "/files?room=kill"; next != null; ) {
            HttpResponse<byte[]> page = get(http, service, next);
            JsonMapper.shared().readTree(page.body()).forEach(files::add);
            next = page.headers()
                    .firstValue("Link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse(null);
        }
        return files;
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static HttpResponse<byte[]> get(HttpClient http, KilledService service, String path) throws Exception {
        return send(http, HttpRequest.newBuilder(service.uri(path)));
    }

    private static HttpRequest.Builder tus(KilledService service, String path) {
        return HttpRequest.newBuilder(service.uri(path))
                .header("Tus-Resumable", "1.0.0")
                .header("Authorization", "Bearer " + KilledService.ADMIN);
    }

    private static HttpResponse<byte[]> send(HttpClient http, HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }
}
