package atrium.files.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.catalog.FileId;
import atrium.files.kill.KilledService;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.RedisProcess;
import atrium.platform.testsupport.Requires;
import atrium.platform.testsupport.S3ProxyProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two services on one bucket are one to whoever uploads and downloads, and one may be killed. */
@Requires({Part.REDIS, Part.S3})
class TwoInstancesIT {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final int QUOTA_FILES = 5;

    private static RedisProcess redis;
    private static S3ProxyProcess s3;
    private static Node a;
    private static Node b;

    private final Random random = new Random();
    private final String room = "room-" + UUID.randomUUID();
    private Client client;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startAll() throws IOException {
        redis = RedisProcess.start();
        s3 = S3ProxyProcess.start();
        a = Node.start(settings());
        b = Node.start(settings());
    }

    @AfterAll
    static void stopAll() throws IOException {
        b.close();
        a.close();
        s3.close();
        redis.close();
    }

    @BeforeEach
    void connect() {
        client = new Client();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void an_upload_begun_here_goes_on_there_and_ends_here() throws Exception {
        byte[] file = bytes(6 * MIB);
        String path = client.create(a.uri("/files"), file.length, room);

        assertThat(client.append(a.uri(path), file, 0, MIB).statusCode()).isEqualTo(204);
        assertThat(client.offset(b.uri(path))).isEqualTo(MIB);
        assertThat(client.append(b.uri(path), file, MIB, 5 * MIB + 1).statusCode())
                .isEqualTo(204);
        assertThat(client.append(a.uri(path), file, 5 * MIB + 1, file.length).statusCode())
                .isEqualTo(204);

        checkIsEverywhere(path, file);
    }

    @Test
    void a_connection_that_hangs_here_is_asked_back_from_there_and_no_byte_is_lost() throws Exception {
        byte[] file = bytes(3 * MIB);
        String path = client.create(a.uri("/files"), file.length, room);
        double before = a.received();

        try (Socket hanging = Client.hang(a.uri(path), file, 0, MIB)) {
            await().until(() -> a.received() - before >= MIB);

            assertThat(client.offset(b.uri(path))).isEqualTo(MIB);
            assertThat(client.append(b.uri(path), file, MIB, file.length).statusCode())
                    .isEqualTo(204);
            checkIsEverywhere(path, file);
        }
    }

    @Test
    void when_one_is_killed_in_mid_body_the_other_goes_on_after_the_lease() throws Exception {
        byte[] file = bytes(14 * MIB);
        try (KilledService killed = KilledService.start(directory.resolve("log"), settings())) {
            String path = client.create(killed.uri("/files"), file.length, room);
            try (Socket hanging = Client.hang(killed.uri(path), file, 0, 12 * MIB)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> stored(path) >= 5 * MIB);
                killed.kill();

                int offset = client.offset(b.uri(path));
                assertThat(offset).isBetween(5 * MIB, 12 * MIB);
                assertThat(client.append(b.uri(path), file, offset, file.length).statusCode())
                        .isEqualTo(204);
                checkIsEverywhere(path, file);
            }
        }
    }

    @Test
    void what_is_deleted_there_is_gone_here() throws Exception {
        String first = upload(a, bytes(10));
        String second = upload(b, bytes(20));
        assertThat(listed(a)).isEqualTo(listed(b)).containsExactlyInAnyOrder(first, second);

        assertThat(client.delete(b.uri(first)).statusCode()).isEqualTo(204);

        assertThat(listed(a)).isEqualTo(listed(b)).containsExactly(second);
        assertThat(client.get(a.uri(first)).statusCode()).isEqualTo(404);
    }

    @Test
    void equal_content_from_both_is_kept_once_and_as_long_as_anybody_has_it() throws Exception {
        byte[] file = bytes(100 * KIB);
        Set<FileId> before = a.store().finished();
        List<String> paths = atOnce(8, i -> upload(i % 2 == 0 ? a : b, file));

        Set<FileId> blobs = a.store().finished();
        blobs.removeAll(before);
        assertThat(blobs).hasSize(1);
        String last = paths.removeLast();
        atOnce(
                paths.size(),
                i -> client.delete((i % 2 == 0 ? b : a).uri(paths.get(i))).statusCode());
        checkIsEverywhere(last, file);

        assertThat(client.delete(b.uri(last)).statusCode()).isEqualTo(204);
        assertThat(a.store().finished()).isEqualTo(before);
    }

    @Test
    void guests_at_both_cannot_fill_a_room_above_its_quota() throws Exception {
        List<Integer> answers = atOnce(
                3 * QUOTA_FILES,
                i -> client.send(Client.creation((i % 2 == 0 ? a : b).uri("/files"), 100_000, "g.bin", room))
                        .statusCode());

        assertThat(answers).filteredOn(status -> status == 201).hasSize(QUOTA_FILES);
        assertThat(answers).filteredOn(status -> status == 413).hasSize(2 * QUOTA_FILES);
    }

    private void checkIsEverywhere(String path, byte[] file) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        for (Node node : List.of(a, b)) {
            HttpResponse<byte[]> answer = client.get(node.uri(path));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(file);
            assertThat(Client.header(answer, "ETag")).contains(sha256);
            assertThat(listed(node)).contains(path);
        }
    }

    private String upload(Node node, byte[] file) throws IOException {
        String path = client.create(node.uri("/files"), file.length, room);
        assertThat(client.append(node.uri(path), file, 0, file.length).statusCode())
                .isEqualTo(204);
        return path;
    }

    private List<String> listed(Node node) throws IOException {
        JsonNode files = JsonMapper.shared()
                .readTree(client.get(node.uri("/files?room=" + room)).body());
        return files.valueStream().map(file -> file.get("url").asString()).toList();
    }

    private long stored(String path) throws IOException {
        return b.store().offset(FileId.parse(path.substring("/files/".length())).orElseThrow());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private interface Numbered<T> {

        T call(int number) throws Exception;
    }

    private static <T> List<T> atOnce(int count, Numbered<T> work) throws Exception {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(all.submit(() -> work.call(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    private static List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "--atrium.files.store=s3",
                "--atrium.files.s3.part-size=5MB",
                "--atrium.redis.uri=" + redis.uri(),
                "--atrium.files.redis.lease=" + LEASE.toMillis() + "ms",
                "--atrium.files.redis.patience=" + 4 * LEASE.toMillis() + "ms",
                "--atrium.files.guests.room-quota=" + QUOTA_FILES * 100_000 + "B"));
        s3.properties().forEach((key, value) -> settings.add("--" + key + "=" + value));
        return settings;
    }
}
