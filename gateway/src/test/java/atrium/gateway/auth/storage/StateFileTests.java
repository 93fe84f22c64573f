package atrium.gateway.auth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTests {

    record Counted(int version, int count) {

        Counted {
            if (version != 1) {
                throw new IllegalArgumentException("version: " + version + " (expected: 1)");
            }
        }
    }

    @TempDir
    private Path directory;

    @Test
    void what_was_saved_is_read() throws IOException {
        file().save(() -> new Counted(1, 7));

        assertThat(file().read()).contains(new Counted(1, 7));
    }

    @Test
    void where_there_is_no_file_there_is_no_state() {
        assertThat(file().read()).isEmpty();
    }

    @Test
    void nobody_but_the_owner_reads_the_file_and_its_directory() throws IOException {
        file().save(() -> new Counted(1, 7));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void what_a_crash_left_half_written_is_in_nobodys_way() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path().resolveSibling("state.json.new"), "{\"version\": 1, \"cou");

        file().save(() -> new Counted(1, 8));

        assertThat(file().read()).contains(new Counted(1, 8));
        assertThat(path().resolveSibling("state.json.new")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "[]",
                "{\"version\": 1, \"count\": \"hunter2hunter2\"}",
                "{\"version\": 2, \"count\": 1}",
                "hunter2hunter2"
            })
    void a_damaged_file_is_an_error_that_names_it_and_shows_nothing_of_it(String text) throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), text);

        assertThatThrownBy(file()::read)
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("state.json")
                .hasMessageNotContaining("hunter2");
        assertThat(path()).hasContent(text);
    }

    @Test
    void a_failed_write_is_an_error_and_leaves_the_former_file() throws IOException {
        file().save(() -> new Counted(1, 7));
        Files.createDirectories(path().resolveSibling("state.json.new/occupied"));

        assertThatThrownBy(() -> file().save(() -> new Counted(1, 8))).isInstanceOf(IOException.class);
        assertThat(file().read()).contains(new Counted(1, 7));
    }

    @Test
    void changes_that_come_while_the_file_is_written_are_written_together() throws Exception {
        StateFile<Counted> file = file();
        AtomicInteger changes = new AtomicInteger();
        AtomicInteger writes = new AtomicInteger();
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = threads.submit(() -> {
                file.save(() -> {
                    writing.countDown();
                    await(goOn);
                    return new Counted(1, writes.incrementAndGet());
                });
                return null;
            });
            writing.await();
            List<Future<?>> others = new ArrayList<>();
            CountDownLatch asked = new CountDownLatch(50);
            for (int i = 0; i < 50; i++) {
                others.add(threads.submit(() -> {
                    changes.incrementAndGet();
                    asked.countDown();
                    file.save(() -> new Counted(1, 100 + changes.get() + 0 * writes.incrementAndGet()));
                    return null;
                }));
            }
            asked.await();
            goOn.countDown();
            first.get();
            for (Future<?> other : others) {
                other.get();
            }
        }
        assertThat(file.read()).contains(new Counted(1, 150));
        assertThat(writes.get()).isBetween(2, 51);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private StateFile<Counted> file() {
        return new StateFile<>(path().getParent(), "state.json", Counted.class, "Removing it costs nothing.");
    }

    private Path path() {
        return directory.resolve("gateway/state.json");
    }
}
