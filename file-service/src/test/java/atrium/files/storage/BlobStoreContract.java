package atrium.files.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.catalog.FileId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} does; extended once for each. */
public abstract class BlobStoreContract {

    private static final String SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

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
    void the_offset_counts_what_an_open_writer_has_written() throws IOException {
        store.create(id);
        try (BlobWriter writer = store.append(id)) {
            writer.write(bytes("he"));

            assertThat(writer.offset()).isEqualTo(2);
            assertThat(store.offset(id)).isEqualTo(2);
        }
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
        FinishedBlob first = store.finish(id);
        store = open();

        assertThat(store.finish(id)).isEqualTo(first);
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

    private String content() throws IOException {
        try (InputStream content = store.open(id)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
