package atrium.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.files.Shelf;
import atrium.files.access.Requester;
import atrium.files.backlog.Backlog;
import atrium.files.backlog.Backoff;
import atrium.files.backlog.Worker;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.StoredFile;
import atrium.files.lock.Locks;
import atrium.files.upload.Absence;
import atrium.files.upload.Arrivals;
import atrium.files.upload.Verdicts;
import atrium.platform.config.Live;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of files that wait for a verdict, with a clamd that is in this process. */
class ScreeningTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final List<StoredFile> visible = new CopyOnWriteArrayList<>();
    private final Live<ScanProperties> properties = new Live<>(ScanPropertiesTests.with());
    private final CountDownLatch end = new CountDownLatch(1);
    private final Scanners scanners = new Scanners(JsonMapper.shared());
    private FakeClamd clamd;
    private Shelf shelf;
    private ScannerState state;
    private Backlog<HeldFile> backlog;
    private Worker worker;

    @BeforeEach
    void start() throws IOException {
        clamd = new FakeClamd();
        configure();
        open();
    }

    /** As after a start of the service; nothing is scanned yet. */
    private void open() throws IOException {
        shelf = new Shelf(directory);
        state = new ScannerState();
        backlog = new Backlog<>(
                shelf.catalog,
                entry -> entry instanceof HeldFile held ? Optional.of(held) : Optional.empty(),
                HeldFile::file);
        Verdicts verdicts =
                new Verdicts(shelf.catalog, shelf.locks, shelf.removal, shelf.refusals, new Noting(visible));
        Screening screening = new Screening(
                backlog,
                verdicts,
                shelf.locks,
                properties,
                scanners,
                new TimedScans(shelf.store),
                state,
                new ScanMeters(shelf.meters));
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), new Random(1));
        worker = new Worker("test-scans", backlog, backoff, screening);
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        worker.stop();
        clamd.close();
        scanners.close();
    }

    @Test
    void a_clean_file_becomes_visible_and_whoever_comes_next_hears_of_it() throws IOException {
        HeldFile file = shelf.held("r", bytes("harmless"));
        worker.start();

        await().atMost(SOON).until(() -> shelf.catalog.findFile(file.id()).isPresent());

        await().atMost(SOON).until(() -> visible.equals(List.of(file.file())));
        await().atMost(SOON).until(() -> counted("clean") == 1);
        assertThat(clamd.scanned()).singleElement().isEqualTo(bytes("harmless"));
    }

    @Test
    void an_infected_file_is_deleted_and_its_room_has_the_space_back_and_the_reason_is_told() throws IOException {
        HeldFile file = shelf.held("r", FakeClamd.EICAR);
        assertThat(absenceOf(file.id())).isEqualTo("file-being-scanned");
        worker.start();

        await().atMost(SOON).until(() -> counted("infected") == 1);

        assertThat(shelf.catalog.find(file.id())).isEmpty();
        assertThat(shelf.store.finished()).isEmpty();
        assertThat(shelf.catalog.filesOf("r")).isEmpty();
        assertThat(absenceOf(file.id())).isEqualTo("file-refused");
        assertThat(new Absence(shelf.catalog, shelf.refusals)
                        .of(file.id())
                        .getBody()
                        .getProperties())
                .containsEntry("reason", "Win.Test.EICAR_HDB-1");
        assertThat(visible).isEmpty();
    }

    @Test
    void a_copy_of_an_infected_file_that_waits_too_goes_with_its_own_verdict() throws IOException {
        HeldFile first = shelf.held("r", FakeClamd.EICAR);
        HeldFile copy = new HeldFile(new StoredFile(
                new FileId("ab".repeat(16)),
                first.info(),
                first.size(),
                first.file().sha256(),
                first.id(),
                true,
                first.file().createdAt(),
                null));
        shelf.catalog.put(copy);
        worker.start();

        await().atMost(SOON).until(() -> counted("infected") == 2);

        assertThat(shelf.catalog.entries()).isEmpty();
        assertThat(shelf.store.finished()).isEmpty();
    }

    @Test
    void while_the_scanner_is_away_files_wait_and_health_says_so_and_then_they_are_scanned() throws IOException {
        int port = clamd.port();
        clamd.close();
        HeldFile file = shelf.held("r", bytes("harmless"));
        worker.start();

        await().atMost(SOON).until(() -> counted("failed") >= 3);
        assertThat(shelf.catalog.find(file.id())).contains(file);
        assertThat(state.health().getStatus()).isEqualTo(new Status("DEGRADED"));

        clamd = new FakeClamd(port);
        await().atMost(SOON).until(() -> shelf.catalog.findFile(file.id()).isPresent());
        await().atMost(SOON).until(() -> state.health().getStatus().equals(Status.UP));
    }

    @Test
    void after_a_restart_what_waited_is_scanned() throws IOException {
        clamd.behave(FakeClamd.silent(end));
        HeldFile clean = shelf.held("r", bytes("harmless"));
        HeldFile infected = shelf.held("r", FakeClamd.EICAR);
        worker.start();
        await().atMost(SOON).until(() -> clamd.connections() == 2);
        worker.stop();
        clamd.behaveWell();

        open();
        assertThat(shelf.catalog.find(clean.id())).contains(clean);
        worker.start();

        await().atMost(SOON).until(() -> counted("clean") == 1 && counted("infected") == 1);
        assertThat(shelf.catalog.findFile(clean.id())).isPresent();
        assertThat(shelf.catalog.find(infected.id())).isEmpty();
    }

    @Test
    void a_scanner_that_dies_in_the_midst_is_asked_again() throws IOException {
        clamd.behave((in, out) -> {
            in.readNBytes(20);
            clamd.behaveWell();
        });
        HeldFile file = shelf.held("r", new byte[1 << 20]);
        worker.start();

        await().atMost(SOON).until(() -> shelf.catalog.findFile(file.id()).isPresent());
        assertThat(counted("failed")).isEqualTo(1);
    }

    @Test
    void a_scanner_that_takes_too_long_is_cut_off() throws IOException {
        configure("time-limit", "100ms");
        clamd.behave(FakeClamd.silent(end));
        HeldFile file = shelf.held("r", bytes("harmless"));
        worker.start();

        await().atMost(SOON).until(() -> counted("failed") >= 1);
        clamd.behaveWell();

        await().atMost(SOON).until(() -> shelf.catalog.findFile(file.id()).isPresent());
    }

    @Test
    void where_it_is_configured_a_file_is_released_after_three_attempts() throws IOException {
        configure("on-failure", "release");
        clamd.behave(FakeClamd.saying("no verdict ERROR\0"));
        HeldFile file = shelf.held("r", bytes("unknown"));
        worker.start();

        await().atMost(SOON).until(() -> counted("unscanned") == 1);

        assertThat(shelf.catalog.findFile(file.id())).isPresent();
        assertThat(clamd.connections()).isEqualTo(3);
    }

    @Test
    void what_is_too_large_is_refused_whoever_says_so() throws IOException {
        configure("max-size", "10B");
        clamd.streamMaxLength(3);
        HeldFile beyondOurs = shelf.held("r", new byte[11]);
        HeldFile beyondClamds = shelf.held("r", new byte[10]);
        worker.start();

        await().atMost(SOON).until(() -> counted("too-large") == 2);

        assertThat(shelf.catalog.entries()).isEmpty();
        assertThat(absenceOf(beyondOurs.id())).isEqualTo("file-refused");
        assertThat(absenceOf(beyondClamds.id())).isEqualTo("file-refused");
        assertThat(clamd.connections()).isEqualTo(1);
    }

    @Test
    void where_it_is_configured_what_is_too_large_is_released_and_never_held() throws IOException {
        configure("too-large", "release", "max-size", "10B");
        Gate gate = new Gate(properties);
        HeldFile large = shelf.held("r", new byte[11]);
        HeldFile small = shelf.held("r", new byte[10]);
        assertThat(gate.holdsBack(large.file())).isFalse();
        assertThat(gate.holdsBack(small.file())).isTrue();
        worker.start();

        await().atMost(SOON).until(() -> counted("unscanned") == 1 && counted("clean") == 1);

        assertThat(shelf.catalog.findFile(large.id())).isPresent();
        assertThat(clamd.connections()).isEqualTo(1);
    }

    @Test
    void without_a_scanner_nothing_is_held_and_what_was_is_released() throws IOException {
        HeldFile file = shelf.held("r", FakeClamd.EICAR);
        properties.replace(ScanPropertiesTests.with());
        assertThat(new Gate(properties).holdsBack(file.file())).isFalse();
        worker.start();

        await().atMost(SOON).until(() -> counted("unscanned") == 1);

        assertThat(shelf.catalog.findFile(file.id())).isPresent();
        assertThat(clamd.connections()).isZero();
    }

    @Test
    void no_more_are_scanned_at_once_than_configured() throws IOException {
        configure("concurrency", "3");
        for (int i = 0; i < 30; i++) {
            shelf.held("r", bytes("file " + i));
        }
        worker.start();

        await().atMost(SOON).until(() -> counted("clean") == 30);

        assertThat(clamd.mostOpen()).isBetween(1, 3);
    }

    @Test
    void a_file_can_be_asked_for_and_deleted_while_it_is_scanned() throws IOException {
        clamd.behave(FakeClamd.silent(end));
        HeldFile file = shelf.held("r", bytes("harmless"));
        worker.start();
        await().atMost(SOON).until(() -> clamd.connections() == 1);

        shelf.removal.delete(file.id(), null, new Requester(Requester.Rank.MODERATOR, "mod"));
        end.countDown();
        clamd.behaveWell();
        HeldFile next = shelf.held("r", bytes("next"));
        backlog.add(next);

        await().atMost(SOON).until(() -> shelf.catalog.findFile(next.id()).isPresent());
        assertThat(shelf.catalog.find(file.id())).isEmpty();
        assertThat(visible).extracting(StoredFile::id).containsExactly(next.id());
    }

    @Test
    @SuppressWarnings("try") // held, not used
    void what_another_instance_scans_is_left_to_it() throws IOException {
        HeldFile theirs = shelf.held("r", bytes("theirs"));
        try (Locks.Held other = shelf.locks.hold("scan:" + theirs.id())) {
            HeldFile ours = shelf.held("r", bytes("ours"));
            worker.start();
            await().atMost(SOON).until(() -> shelf.catalog.findFile(ours.id()).isPresent());

            assertThat(shelf.catalog.find(theirs.id())).contains(theirs);
        }
    }

    @Test
    void a_verdict_on_what_waits_no_more_changes_nothing() throws IOException {
        StoredFile stored = shelf.stored("r", "a");
        Verdicts verdicts =
                new Verdicts(shelf.catalog, shelf.locks, shelf.removal, shelf.refusals, new Noting(visible));

        verdicts.refuse(stored.id(), "too late");
        verdicts.release(stored.id());

        assertThat(shelf.catalog.findFile(stored.id())).contains(stored);
        assertThat(visible).isEmpty();
        assertThatThrownBy(() -> {
                    throw new Absence(shelf.catalog, shelf.refusals).of(new FileId("0".repeat(32)));
                })
                .hasMessageContaining("404");
    }

    private void configure(String... settings) {
        String[] all = new String[settings.length + 4];
        all[0] = "by";
        all[1] = "clamd";
        all[2] = "clamd.port";
        all[3] = String.valueOf(clamd.port());
        System.arraycopy(settings, 0, all, 4, settings.length);
        properties.replace(ScanPropertiesTests.with(all));
    }

    private double counted(String verdict) {
        return shelf.count("atrium.files.scans", "verdict", verdict);
    }

    private String absenceOf(FileId id) throws IOException {
        return new Absence(shelf.catalog, shelf.refusals).of(id).type().code();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Noting(List<StoredFile> visible) implements Arrivals {

        @Override
        public boolean holdsBack(StoredFile file) {
            return true;
        }

        @Override
        public void held(HeldFile file) {}

        @Override
        public void stored(StoredFile file) {
            visible.add(file);
        }
    }
}
