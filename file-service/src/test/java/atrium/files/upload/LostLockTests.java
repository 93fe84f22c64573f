package atrium.files.upload;

import static atrium.files.upload.Parts.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.access.Requester;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.problem.FileProblem;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done by who has lost a lock, and what is left by who was killed where no start puts it in order. */
class LostLockTests {

    private static final Requester ANN = new Requester(Requester.Rank.MEMBER, "ann");
    private static final Wish WISH = Wish.of("a.txt", "text/plain", "room");
    private static final String SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    private Path directory;

    private final LosableLocks locks = new LosableLocks();
    private Parts parts;

    @BeforeEach
    void start() throws IOException {
        parts = new Parts(directory, new HandClock(), locks);
    }

    @Test
    void an_upload_is_left_to_who_has_the_lock_now() throws IOException {
        FileId id = create();
        Entry before = parts.catalog.find(id).orElseThrow();
        locks.lose(id.value());

        for (boolean cut : new boolean[] {true, false}) {
            long offset = parts.store.offset(id);
            assertThatThrownBy(() -> parts.uploads.append(id, offset, body(cut, bytes("h"))))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(FileProblem.LOCKED));
        }
        assertThat(parts.catalog.find(id)).containsSame(before);
    }

    @Test
    void equal_content_keeps_its_own_bytes_if_the_others_may_be_gone() throws IOException {
        StoredFile first = upload();
        locks.lose(ContentLock.of(SHA256));

        StoredFile second = upload();

        assertThat(second.blob()).isEqualTo(second.id());
        assertThat(parts.catalog.findFile(second.id())).contains(second);
        assertThat(parts.store.finished()).containsExactlyInAnyOrder(first.id(), second.id());
        locks.loseNone();
        parts.removal.delete(first.id(), null, ANN);
        assertThat(content(second)).isEqualTo("hello");
    }

    @Test
    void bytes_of_a_deleted_file_stay_if_others_may_have_come_to_lie_in_them() throws IOException {
        StoredFile file = upload();
        locks.lose(ContentLock.of(SHA256));

        parts.removal.delete(file.id(), null, ANN);

        assertThat(parts.catalog.find(file.id())).isEmpty();
        assertThat(parts.store.finished()).containsExactly(file.id());
    }

    @Test
    void an_upload_whose_last_step_was_cut_short_is_completed_by_who_asks_for_it() throws IOException {
        FileId id = create();
        append(id);
        parts.store.finish(id);

        Progress progress = parts.uploads.progress(id);

        assertThat(progress.offset()).isEqualTo(5);
        assertThat(progress.entry()).isInstanceOf(StoredFile.class);
        assertThat(content(parts.catalog.findFile(id).orElseThrow())).isEqualTo("hello");
    }

    @Test
    void bytes_that_nobody_wants_go_when_they_are_found_again() throws IOException {
        StoredFile first = upload();
        StoredFile second = upload();
        parts.removal.delete(first.id(), null, ANN);
        FileId upload = create();
        FileId orphan = FileId.random(new java.util.Random());
        parts.store.create(orphan);
        Orphans orphans = new Orphans(parts.store, parts.catalog, locks);

        assertThat(orphans.sweep()).isZero();
        locks.hold(orphan.value());
        assertThat(orphans.sweep()).isZero();
        assertThat(parts.store.unfinished()).containsExactlyInAnyOrder(upload, orphan);

        start();
        FileId another = FileId.random(new java.util.Random());
        parts.store.create(another);
        Orphans later = new Orphans(parts.store, parts.catalog, new LosableLocks());
        assertThat(later.sweep()).isZero();
        assertThat(later.sweep()).isEqualTo(1);
        assertThat(parts.store.unfinished()).containsExactly(upload);
        assertThat(content(second)).isEqualTo("hello");
    }

    private FileId create() throws IOException {
        return parts.uploads.create(WISH, Length.of(5), false, ANN).entry().id();
    }

    private StoredFile upload() throws IOException {
        return (StoredFile)
                parts.uploads.append(create(), 0, body(false, bytes("hello"))).entry();
    }

    private void append(FileId id) throws IOException {
        try (var writer = parts.store.append(id)) {
            writer.write(ByteBuffer.wrap(bytes("hello")));
        }
    }

    private String content(StoredFile file) throws IOException {
        try (InputStream content = parts.store.open(file.blob())) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
