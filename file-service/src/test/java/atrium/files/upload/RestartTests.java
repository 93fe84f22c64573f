package atrium.files.upload;

import static atrium.files.upload.Parts.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.catalog.RoomUsage;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there after the process ended anywhere: each test leaves the disk as a kill at some point does. */
class RestartTests {

    private static final Requester MEMBER = new Requester(Requester.Rank.MEMBER, "ann");
    private static final Wish WISH = Wish.of("a.txt", "text/plain", "room");

    @TempDir
    private Path directory;

    private final HandClock clock = new HandClock();
    private Parts parts;

    @BeforeEach
    void start() throws IOException {
        parts = new Parts(directory, clock);
    }

    @Test
    void between_two_pieces_the_upload_goes_on() throws IOException {
        FileId id = create(5);
        parts.uploads.append(id, 0, body(false, new byte[] {'h', 'e'}));

        start();

        assertThat(parts.uploads.progress(id).offset()).isEqualTo(2);
        Progress end = parts.uploads.append(id, 2, body(false, new byte[] {'l', 'l', 'o'}));
        assertThat(((StoredFile) end.entry()).sha256())
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    }

    @Test
    void a_cut_body_keeps_what_came() throws IOException {
        FileId id = create(5);

        assertThatThrownBy(() -> parts.uploads.append(id, 0, body(true, new byte[] {'h', 'e'})))
                .isInstanceOf(BodyCutException.class);

        assertThat(parts.uploads.progress(id).offset()).isEqualTo(2);
        assertThat(parts.ended("interrupted")).isEqualTo(1);
    }

    @Test
    void a_body_cut_after_its_last_byte_is_a_whole_file() throws IOException {
        FileId id = create(2);

        assertThat(parts.uploads
                        .append(id, 0, body(true, new byte[] {'h', 'i'}))
                        .entry())
                .isInstanceOf(StoredFile.class);
    }

    @Test
    void a_file_is_as_it_was() throws IOException {
        FileId id = create(0);
        StoredFile before = parts.catalog.findFile(id).orElseThrow();

        start();

        assertThat(parts.catalog.findFile(id)).contains(before);
        assertThat(parts.catalog.filesOf("room")).containsExactly(before);
    }

    @Test
    void before_the_last_rename_all_bytes_are_there_and_it_is_completed() throws IOException {
        FileId id = create(2);
        Files.write(directory.resolve("uploads").resolve(id + ".part"), new byte[] {'h', 'i'});

        start();

        assertThat(parts.catalog.findFile(id)).isPresent();
    }

    @Test
    void between_rename_and_entry_it_is_completed() throws IOException {
        FileId id = create(2);
        Files.delete(directory.resolve("uploads").resolve(id + ".part"));
        Files.write(directory.resolve("blobs").resolve(id.value()), new byte[] {'h', 'i'});
        assertThat(parts.catalog.findFile(id)).isEmpty();

        start();

        assertThat(parts.catalog.findFile(id).orElseThrow().sha256())
                .isEqualTo("8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4");
    }

    @Test
    void bytes_without_an_entry_and_temporary_files_are_cleaned() throws IOException {
        Path part = directory.resolve("uploads").resolve(FileId.random(new Random()) + ".part");
        Path temporary = directory.resolve("catalog").resolve(FileId.random(new Random()) + ".json.tmp");
        Files.write(part, new byte[10]);
        Files.write(temporary, new byte[10]);

        start();

        assertThat(part).doesNotExist();
        assertThat(temporary).doesNotExist();
    }

    @Test
    void an_entry_without_bytes_is_forgotten() throws IOException {
        FileId id = create(2);
        Files.delete(directory.resolve("uploads").resolve(id + ".part"));

        start();

        assertThat(parts.catalog.find(id)).isEmpty();
        assertThat(filesIn("catalog")).noneMatch(file -> file.toString().endsWith(".json"));
    }

    @Test
    void a_damaged_entry_costs_only_itself() throws IOException {
        FileId kept = create(0);
        Files.write(directory.resolve("catalog").resolve(FileId.random(new Random()) + ".json"), new byte[7]);

        start();

        assertThat(parts.catalog.findFile(kept)).isPresent();
        assertThat(parts.catalog.entries()).hasSize(1);
    }

    @Test
    void files_whose_disk_is_missing_are_hidden_but_not_forgotten() throws IOException {
        FileId id = create(0);
        Path blob = directory.resolve("blobs").resolve(id.value());
        byte[] content = Files.readAllBytes(blob);
        Files.delete(blob);
        start();
        assertThat(parts.catalog.findFile(id)).isEmpty();

        Files.write(blob, content);
        start();

        assertThat(parts.catalog.findFile(id)).isPresent();
    }

    @Test
    void bytes_of_a_missing_catalog_are_left_alone() throws IOException {
        Path blob =
                directory.resolve("blobs").resolve(FileId.random(new Random()).value());
        Files.write(blob, new byte[3]);
        Files.delete(directory.resolve("catalog").resolve("catalog.version"));

        start();

        assertThat(blob).exists();
    }

    @Test
    void bytes_that_were_finished_but_never_kept_are_cleaned() throws IOException {
        Path blob =
                directory.resolve("blobs").resolve(FileId.random(new Random()).value());
        Files.write(blob, new byte[3]);

        start();

        assertThat(blob).doesNotExist();
    }

    @Test
    void a_rooms_quota_is_counted_again() throws IOException {
        create(100 << 20);
        create(100 << 20);
        start();

        assertThat(parts.catalog.usage("room")).isEqualTo(new RoomUsage(200 << 20, 200 << 20));
    }

    @Test
    void what_has_expired_is_swept_with_its_bytes_and_its_share_of_the_quota() throws IOException {
        FileId file = create(0);
        FileId upload = create(5);
        parts.uploads.append(upload, 0, body(false, new byte[2]));
        clock.forward(Duration.ofHours(23));
        assertThat(parts.removal.sweep(clock.instant())).isZero();
        clock.forward(Duration.ofHours(1));
        assertThatThrownBy(() -> parts.uploads.progress(upload)).hasMessageContaining("410");

        assertThat(parts.removal.sweep(clock.instant())).isEqualTo(2);

        assertThat(parts.catalog.find(file)).isEmpty();
        assertThat(Stream.of("uploads", "blobs").flatMap(name -> filesIn(name).stream()))
                .isEmpty();
        assertThat(parts.catalog.usage("room")).isEqualTo(RoomUsage.NOTHING);
        assertThat(parts.ended("expired")).isEqualTo(2);
    }

    @Test
    void bytes_put_the_end_of_an_upload_off() throws IOException {
        FileId id = create(5);
        clock.forward(Duration.ofHours(20));
        parts.uploads.append(id, 0, body(false, new byte[2]));
        clock.forward(Duration.ofHours(20));

        assertThat(parts.removal.sweep(clock.instant())).isZero();
        assertThat(parts.catalog.find(id).orElseThrow()).isInstanceOf(Upload.class);
    }

    @Test
    void a_signed_in_uploaders_file_stays() throws IOException {
        FileId id =
                parts.uploads.create(WISH, Length.of(0), false, MEMBER).entry().id();
        clock.forward(Duration.ofDays(1000));

        assertThat(parts.removal.sweep(clock.instant())).isZero();
        assertThat(parts.catalog.findFile(id)).isPresent();
    }

    private FileId create(long size) throws IOException {
        return parts.uploads
                .create(WISH, Length.of(size), false, Requester.TRUSTED_GUEST)
                .entry()
                .id();
    }

    private List<Path> filesIn(String name) {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
