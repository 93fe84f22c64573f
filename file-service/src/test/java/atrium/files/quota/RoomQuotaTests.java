package atrium.files.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.FileInfos;
import atrium.files.catalog.Upload;
import atrium.files.catalog.local.LocalCatalog;
import atrium.files.disk.Durability;
import atrium.files.disk.DurableFiles;
import atrium.files.lock.local.LocalLocks;
import atrium.platform.config.Live;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

class RoomQuotaTests {

    private final Random random = new Random(1);

    @TempDir
    private Path directory;

    private LocalCatalog catalog;
    private RoomQuota quota;

    @BeforeEach
    void start() throws IOException {
        catalog = LocalCatalog.open(directory, JsonMapper.shared(), new DurableFiles(() -> Durability.PROCESS));
        Live<FileProperties> limits = new Live<>(new Binder(new MapConfigurationPropertySource(
                        Map.of("atrium.files.room-quota", "10B", "atrium.files.guests.room-quota", "6B")))
                .bindOrCreate("atrium.files", FileProperties.class));
        quota = new RoomQuota(catalog, new LocalLocks(Duration.ofSeconds(5)), new Admission(limits));
    }

    @Test
    void guests_have_a_part_of_a_room_and_all_have_the_whole() throws IOException {
        put("r", true, 6);
        assertThatThrownBy(() -> put("r", true, 1)).hasMessageContaining("of guests this room takes 0 more bytes");
        put("r", false, 4);
        assertThatThrownBy(() -> put("r", false, 1)).hasMessageContaining("This room takes 0 more bytes");
        put("other", false, 10);
    }

    @Test
    void files_in_no_room_count_as_one_more_room() throws IOException {
        put(null, true, 6);
        put("r", true, 6);
        assertThatThrownBy(() -> put(null, true, 1)).hasMessageContaining("quota: 6");
    }

    @Test
    void what_is_removed_is_given_back() throws IOException {
        Upload upload = put("r", true, 6);
        catalog.remove(upload);

        put("r", true, 6);
    }

    @Test
    void of_many_at_once_so_many_get_in_as_there_is_space_for() throws Exception {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            long admitted = IntStream.range(0, 40).mapToObj(i -> all.submit(() -> isAdmitted("r", 2))).toList().stream()
                    .filter(RoomQuotaTests::result)
                    .count();

            assertThat(admitted).isEqualTo(3);
        }
    }

    private boolean isAdmitted(String room, long bytes) throws IOException {
        try {
            put(room, true, bytes);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static boolean result(Future<Boolean> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Upload put(@Nullable String room, boolean guest, long bytes) throws IOException {
        FileInfo info = FileInfos.of("a", "text/plain", room, guest ? null : "ann");
        Upload upload = new Upload(id(), info, bytes, false, false, Instant.MAX);
        return quota.charge(info, bytes, () -> {
            catalog.put(upload);
            return upload;
        });
    }

    private synchronized FileId id() {
        return FileId.random(random);
    }
}
