package atrium.files.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.Shelf;
import atrium.files.catalog.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacklogTests {

    @TempDir
    private Path directory;

    private Shelf shelf;
    private Backlog<StoredFile> backlog;

    @BeforeEach
    void start() throws IOException {
        shelf = new Shelf(directory);
        backlog = new Backlog<>(
                shelf.catalog,
                entry -> entry instanceof StoredFile file && file.untold() ? Optional.of(file) : Optional.empty(),
                file -> file);
    }

    @Test
    void what_an_earlier_process_left_is_found_oldest_first() throws IOException {
        StoredFile first = shelf.stored("r", "a");
        shelf.catalog.put(shelf.stored("r", "told").told());
        StoredFile second = shelf.stored("s", "b");
        start();

        assertThat(backlog.next()).containsExactly(first, second);
    }

    @Test
    void what_is_added_comes_without_a_look_into_the_catalog_until_it_is_done() throws IOException {
        assertThat(backlog.next()).isEmpty();
        StoredFile unseen = shelf.written("r", null, "a", new byte[1]);

        backlog.add(unseen);

        assertThat(backlog.next()).containsExactly(unseen);
        assertThat(backlog.next()).containsExactly(unseen);
        backlog.done(unseen.id());
        assertThat(backlog.next()).isEmpty();
    }

    @Test
    void more_than_it_holds_is_fetched_from_the_catalog_once_there_is_room() throws IOException {
        assertThat(backlog.next()).isEmpty();
        List<StoredFile> all = new ArrayList<>();
        for (int i = 0; i < Backlog.MOST + 2; i++) {
            StoredFile file = shelf.stored("r", "file " + i);
            all.add(file);
            backlog.add(file);
        }

        List<StoredFile> first = backlog.next();
        assertThat(first).isEqualTo(all.subList(0, Backlog.MOST));
        for (StoredFile file : first) {
            shelf.catalog.put(file.told());
            backlog.done(file.id());
        }

        assertThat(backlog.next()).isEqualTo(all.subList(Backlog.MOST, all.size()));
    }

    @Test
    void what_another_process_left_is_found_when_it_is_asked_to_look_again() throws IOException {
        assertThat(backlog.next()).isEmpty();
        StoredFile anothers = shelf.stored("r", "a");
        assertThat(backlog.next()).isEmpty();

        backlog.lookAgain();

        assertThat(backlog.next()).containsExactly(anothers);
    }

    @Test
    void waiting_ends_with_news_or_in_time() throws Exception {
        assertThat(backlog.await(Duration.ofSeconds(10))).isTrue();
        backlog.next();
        assertThat(backlog.await(Duration.ofMillis(1))).isFalse();

        backlog.add(shelf.stored("r", "a"));

        assertThat(backlog.await(Duration.ofSeconds(10))).isTrue();
    }
}
