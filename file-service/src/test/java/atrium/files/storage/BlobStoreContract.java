package atrium.files.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.catalog.FileId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} does; extended once for each. */
public abstract class BlobStoreContract {

    private static final String SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    /** More than three times what S3 takes as a part of its own. */
    private static final int LARGE = 17 * 1024 * 1024 + 17;

    private static final int PIECE = 300_007;

    private final FileId id = FileId.random(new Random());
    private BlobStore store;

    /** The store over the same bytes each time it is asked within one test, as after a restart. */
    protected abstract BlobStore open() throws IOException;

    @BeforeEach
    void start() throws IOException {
        store = open();
    }

    @Test
    void a_new_blob_is_unfinished_and_empty() throws IOException {
        store.create(id);

        assertThat(store.offset(id)).isZero();
        assertThat(store.unfinished()).containsExactly(id);
        assertThat(store.finished()).isEmpty();
    }

    @Test
    void an_append_continues_at_the_offset() throws IOException {
        store.create(id);
        append("he");
        append("llo");

        assertThat(store.offset(id)).isEqualTo(5);
        assertThat(store.finish(id)).isEqualTo(new FinishedBlob(5, SHA256_OF_HELLO));
        assertThat(content()).isEqualTo("hello");
    }

    @Test
    void a_writer_knows_its_offset_and_what_it_wrote_counts_once_it_is_closed() throws IOException {
        store.create(id);
        try (BlobWriter writer = store.append(id)) {
            writer.write(bytes("he"));

            assertThat(writer.offset()).isEqualTo(2);
        }
        assertThat(store.offset(id)).isEqualTo(2);
    }

    @Test
    void an_append_of_nothing_changes_nothing() throws IOException {
        store.create(id);
        append("");
        append("hello");
        append("");

        assertThat(store.offset(id)).isEqualTo(5);
        assertThat(store.finish(id).sha256()).isEqualTo(SHA256_OF_HELLO);
    }

    @Test
    void large_content_in_odd_pieces_with_a_restart_between_is_whole() throws Exception {
        byte[] content = random(LARGE);
        store.create(id);
        try (BlobWriter writer = store.append(id)) {
            write(writer, content, LARGE / 2 + 1);
        }
        store = open();
        assertThat(store.offset(id)).isEqualTo(LARGE / 2 + 1);
        try (BlobWriter writer = store.append(id)) {
            write(writer, content, LARGE);
        }

        assertThat(store.offset(id)).isEqualTo(LARGE);
        assertThat(store.finish(id)).isEqualTo(new FinishedBlob(LARGE, sha256(content)));
        assertThat(read()).isEqualTo(content);
    }

    @Test
    void who_never_closed_the_writer_finds_the_beginning_of_what_was_written_and_goes_on_there() throws Exception {
        byte[] content = random(LARGE);
        store.create(id);
        append(content, 1000);
        write(store.append(id), content, LARGE - 1000);
        store = open();

        assertThat(store.offset(id)).isBetween(1000L, LARGE - 1000L);
        append(content, LARGE);
        assertThat(store.finish(id)).isEqualTo(new FinishedBlob(LARGE, sha256(content)));
        assertThat(read()).isEqualTo(content);
    }

    @Test
    void finished_and_unfinished_blobs_are_listed_apart() throws IOException {
        Set<FileId> finished = new HashSet<>();
        Set<FileId> unfinished = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 5; i++) {
            FileId some = FileId.random(random);
            store.create(some);
            if (i % 2 == 0) {
                store.finish(some);
            }
            (i % 2 == 0 ? finished : unfinished).add(some);
        }

        assertThat(store.finished()).isEqualTo(finished);
        assertThat(store.unfinished()).isEqualTo(unfinished);
    }

    @Test
    void a_restart_continues_with_the_same_hash() throws IOException {
        store.create(id);
        append("he");
        store = open();

        assertThat(store.offset(id)).isEqualTo(2);
        append("llo");
        assertThat(store.finish(id).sha256()).isEqualTo(SHA256_OF_HELLO);
    }

    @Test
    void a_finished_blob_stays_so_and_tells_of_itself_again() throws IOException {
        store.create(id);
        append("hello");
        assertThat(store.isFinished(id)).isFalse();
        FinishedBlob first = store.finish(id);
        assertThat(store.isFinished(id)).isTrue();
        store = open();

        assertThat(store.finish(id)).isEqualTo(first);
        assertThat(store.offset(id)).isEqualTo(5);
        assertThat(store.finished()).containsExactly(id);
        assertThat(store.unfinished()).isEmpty();
        assertThatThrownBy(() -> store.append(id)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void an_empty_blob_can_be_finished() throws IOException {
        store.create(id);

        assertThat(store.finish(id).size()).isZero();
        assertThat(content()).isEmpty();
    }

    @Test
    void a_deleted_blob_is_gone_in_either_state_but_goes_on_for_who_reads_it() throws IOException {
        store.create(id);
        store.delete(id);
        assertThat(store.unfinished()).isEmpty();
        store.create(id);
        append("hello");
        store.finish(id);

        try (InputStream reading = store.open(id)) {
            store.delete(id);
            assertThat(reading.readAllBytes()).hasSize(5);
        }
        assertThat(store.finished()).isEmpty();
        store.delete(id);
    }

    @Test
    void an_unknown_blob_is_told_so() {
        assertThatThrownBy(() -> store.offset(id)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.append(id)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.finish(id)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.open(id)).isInstanceOf(NoSuchFileException.class);
    }

    private void append(String text) throws IOException {
        try (BlobWriter writer = store.append(id)) {
            writer.write(bytes(text));
        }
    }

    private void append(byte[] content, int end) throws IOException {
        try (BlobWriter writer = store.append(id)) {
            write(writer, content, end);
        }
    }

    /** Writes {@code content} from where the blob ends up to {@code end}. */
    private static void write(BlobWriter writer, byte[] content, int end) throws IOException {
        while (writer.offset() < end) {
            int from = (int) writer.offset();
            writer.write(ByteBuffer.wrap(content, from, Math.min(PIECE, end - from)));
        }
    }

    private String content() throws IOException {
        return new String(read(), StandardCharsets.UTF_8);
    }

    private byte[] read() throws IOException {
        try (InputStream content = store.open(id)) {
            return content.readAllBytes();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
