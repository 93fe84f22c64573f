package atrium.files.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.Shelf;
import atrium.files.access.Requester;
import atrium.files.backlog.Backlog;
import atrium.files.backlog.Backoff;
import atrium.files.backlog.Worker;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncementsTests {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Chat.Answer TOLD = new Chat.Answer.Told();
    private static final Chat.Answer AWAY = new Chat.Answer.Away("not there");

    @TempDir
    private Path directory;

    private final List<String> posts = new CopyOnWriteArrayList<>();
    private volatile Chat chat = file -> TOLD;
    private Shelf shelf;
    private Backlog<StoredFile> backlog;
    private Worker worker;

    /** As after a start of the service; nothing is told yet. */
    @BeforeEach
    void open() throws IOException {
        shelf = new Shelf(directory);
        backlog = new Backlog<>(
                shelf.catalog,
                entry -> entry instanceof StoredFile file && file.untold() ? Optional.of(file) : Optional.empty(),
                file -> file);
        Chat noting = file -> {
            Chat.Answer answer = chat.post(file);
            posts.add(file.info().room() + " " + file.info().name() + " "
                    + answer.getClass().getSimpleName());
            return answer;
        };
        Announcements announcements =
                new Announcements(backlog, shelf.catalog, shelf.locks, noting, new AnnouncementMeters(shelf.meters));
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), new Random(1));
        worker = new Worker("test-announcements", backlog, backoff, announcements);
    }

    @AfterEach
    void stop() {
        worker.stop();
    }

    @Test
    void what_is_new_is_told_once_and_it_is_written_down() throws IOException {
        StoredFile left = shelf.stored("r", "left");
        worker.start();
        await().atMost(SOON).until(() -> counted("told") == 1);
        StoredFile fresh = shelf.stored("r", "fresh");

        backlog.add(fresh);

        await().atMost(SOON).until(() -> counted("told") == 2);
        worker.stop();
        assertThat(posts).containsExactly("r left Told", "r fresh Told");
        assertThat(shelf.catalog.findFile(left.id())).contains(left.told());

        open();
        worker.start();
        shelf.stored("r", "later");
        backlog.lookAgain();
        backlog.wake();
        await().atMost(SOON).until(() -> counted("told") == 1);
        assertThat(posts).hasSize(3).endsWith("r later Told");
    }

    @Test
    void while_the_chat_is_away_files_wait_and_are_told_in_their_order() throws IOException {
        chat = file -> AWAY;
        for (int i = 0; i < 5; i++) {
            shelf.stored("r", "file " + i);
        }
        worker.start();
        await().atMost(SOON).until(() -> counted("failed") >= 3);
        assertThat(posts).containsOnly("r file 0 Away");

        posts.clear();
        chat = file -> TOLD;

        await().atMost(SOON).until(() -> counted("told") == 5);
        assertThat(posts.stream().filter(post -> post.endsWith("Told")))
                .containsExactly("r file 0 Told", "r file 1 Told", "r file 2 Told", "r file 3 Told", "r file 4 Told");
    }

    @Test
    void what_could_not_be_told_is_told_after_a_restart() throws IOException {
        chat = file -> AWAY;
        StoredFile file = shelf.stored("r", "a");
        worker.start();
        await().atMost(SOON).until(() -> counted("failed") >= 1);
        worker.stop();
        posts.clear();
        chat = told -> TOLD;

        open();
        worker.start();

        await().atMost(SOON).until(() -> counted("told") == 1);
        assertThat(posts).containsExactly("r a Told");
        assertThat(shelf.catalog.findFile(file.id())).contains(file.told());
    }

    @Test
    void a_room_that_cannot_be_told_now_keeps_its_order_and_holds_up_no_other() throws IOException {
        chat = file -> "full".equals(file.info().room()) ? new Chat.Answer.Later("503 busy") : TOLD;
        shelf.stored("full", "1");
        shelf.stored("r", "2");
        shelf.stored("full", "3");
        shelf.stored("s", "4");
        worker.start();
        await().atMost(SOON).until(() -> counted("told") == 2 && counted("failed") >= 2);
        assertThat(posts).contains("r 2 Told", "s 4 Told").noneMatch(post -> post.startsWith("full 3"));

        chat = file -> TOLD;

        await().atMost(SOON).until(() -> counted("told") == 4);
        assertThat(posts).containsSubsequence("full 1 Told", "full 3 Told");
    }

    @Test
    void what_a_room_does_not_want_is_not_offered_again() throws IOException {
        chat = file -> new Chat.Answer.Refused("422 banned-words");
        StoredFile file = shelf.stored("r", "a");
        worker.start();

        await().atMost(SOON).until(() -> counted("refused") == 1);

        await().atMost(SOON).until(() -> shelf.catalog.findFile(file.id()).equals(Optional.of(file.told())));
        assertThat(posts).hasSize(1);
    }

    @Test
    void what_was_deleted_before_it_was_told_is_not_told() throws IOException {
        chat = file -> AWAY;
        StoredFile deleted = shelf.stored("r", "deleted");
        StoredFile stays = shelf.stored("r", "stays");
        worker.start();
        await().atMost(SOON).until(() -> counted("failed") >= 1);
        worker.stop();
        posts.clear();

        shelf.removal.delete(deleted.id(), null, new Requester(Requester.Rank.MODERATOR, "mod"));
        chat = file -> TOLD;
        worker.start();

        await().atMost(SOON).until(() -> counted("told") == 1);
        assertThat(posts).containsExactly("r stays Told");
        assertThat(shelf.catalog.findFile(stays.id())).contains(stays.told());
        assertThat(shelf.catalog.find(deleted.id())).isEmpty();
    }

    @Test
    void files_of_no_room_and_files_that_wait_for_a_verdict_are_not_told() throws IOException {
        shelf.stored(null, "of no room");
        HeldFile held = shelf.held("r", new byte[1]);
        shelf.stored("r", "the only one");
        worker.start();

        await().atMost(SOON).until(() -> counted("told") == 1);
        shelf.catalog.put(held.file());
        backlog.add(held.file());

        await().atMost(SOON).until(() -> counted("told") == 2);
        assertThat(posts).containsExactly("r the only one Told", "r held.bin Told");
    }

    private double counted(String outcome) {
        return shelf.count("atrium.files.announcements", "outcome", outcome);
    }
}
