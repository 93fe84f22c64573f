package atrium.files.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.catalog.FileId;
import atrium.files.storage.BlobWriter;
import atrium.files.storage.FinishedBlob;
import atrium.files.storage.RunningHash;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/** What S3 holds after somebody stopped at the worst moment, or two wrote at once. */
@Requires(Part.S3)
class S3CrashIT {

    private static final int PART = TestBucket.PART;
    private static final byte[] CONTENT = new byte[4 * PART + 1000];

    private static TestBucket bucket;

    private final FileId id = FileId.random(new Random());
    private final Keys keys = new Keys(id);
    private final S3BlobStore store = bucket.store();

    @BeforeAll
    static void startServer() throws IOException {
        new Random(3).nextBytes(CONTENT);
        bucket = TestBucket.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        bucket.close();
    }

    @BeforeEach
    void create() throws IOException {
        store.create(id);
    }

    @AfterEach
    void empty() throws IOException {
        bucket.empty();
    }

    @Test
    void a_tail_that_a_later_part_has_taken_in_counts_no_more() throws IOException {
        append(store, 1000);
        BlobWriter abandoned = store.append(id);
        write(abandoned, 2 * PART + 1000);
        awaitOffset(2 * PART);

        finishFrom(bucket.store());
    }

    @Test
    void a_part_behind_a_hole_never_counts_even_when_the_hole_is_filled() throws IOException {
        append(store, PART + 1000);
        send(3, new byte[PART]);

        S3BlobStore again = bucket.store();
        assertThat(again.offset(id)).isEqualTo(PART + 1000);
        append(again, 2 * PART + 1000);
        assertThat(bucket.store().offset(id)).isEqualTo(2 * PART + 1000);
        finishFrom(bucket.store());
    }

    @Test
    void holes_of_several_crashes_are_all_left_behind() throws IOException {
        append(store, PART);
        send(3, new byte[PART]);
        append(bucket.store(), 2 * PART + 1);
        send(7, new byte[PART]);
        append(bucket.store(), 3 * PART + 1);

        assertThat(bucket.store().offset(id)).isEqualTo(3 * PART + 1);
        finishFrom(bucket.store());
    }

    @Test
    void an_upload_can_go_on_at_another_instance_and_come_back() throws IOException {
        append(store, 1000);
        append(bucket.store(), PART + 2000);
        append(store, PART + 3000);

        finishFrom(store);
    }

    @Test
    void who_has_lost_the_lease_cannot_replace_the_tail_of_who_took_over() throws IOException {
        BlobWriter lost = store.append(id);
        write(lost, 1000);
        append(bucket.store(), 2000);

        assertThatThrownBy(lost::close).isInstanceOf(IOException.class).hasMessageContaining("somebody else");
        assertThat(store.offset(id)).isEqualTo(2000);
        finishFrom(store);
    }

    @Test
    void the_tail_of_a_finished_blob_is_no_unfinished_one() throws IOException {
        append(store, CONTENT.length);
        String upload =
                Unfinished.of(bucket.bucket.head(keys.tail()).orElseThrow()).upload();
        FinishedBlob finished = store.finish(id);
        bucket.bucket.put(keys.tail(), "", Unfinished.metadata(upload, PartNumbers.ALL, 4L * PART), tail());

        S3BlobStore again = bucket.store();
        assertThat(again.unfinished()).isEmpty();
        assertThatThrownBy(() -> again.append(id)).isInstanceOf(NoSuchFileException.class);
        assertThat(again.finish(id)).isEqualTo(finished);
        assertThat(bucket.bucket.head(keys.tail())).isEmpty();
    }

    @Test
    void deleting_leaves_no_part_behind() throws IOException {
        append(store, PART + 1000);

        store.delete(id);

        assertThat(bucket.client
                        .listMultipartUploads(request -> request.bucket(bucket.properties.bucket()))
                        .join()
                        .uploads())
                .isEmpty();
        assertThat(store.unfinished()).isEmpty();
    }

    /** What another writer, who crashed, has sent. */
    private void send(int number, byte[] bytes) throws IOException {
        String upload =
                Unfinished.of(bucket.bucket.head(keys.tail()).orElseThrow()).upload();
        bucket.bucket
                .send(keys.blob(), String.valueOf(upload), number, AsyncRequestBody.fromBytes(bytes))
                .join();
    }

    private void append(S3BlobStore where, int end) throws IOException {
        try (BlobWriter writer = where.append(id)) {
            write(writer, end);
        }
    }

    private static void write(BlobWriter writer, int end) throws IOException {
        int from = (int) writer.offset();
        writer.write(ByteBuffer.wrap(CONTENT, from, end - from));
    }

    private void awaitOffset(long offset) {
        Awaitility.await().ignoreExceptions().until(() -> bucket.store().offset(id) == offset);
    }

    private void finishFrom(S3BlobStore where) throws IOException {
        append(where, CONTENT.length);
        RunningHash hash = new RunningHash();
        hash.update(ByteBuffer.wrap(CONTENT));

        assertThat(where.finish(id)).isEqualTo(new FinishedBlob(CONTENT.length, hash.hex()));
        try (InputStream bytes = where.open(id)) {
            assertThat(Arrays.equals(bytes.readAllBytes(), CONTENT)).isTrue();
        }
    }

    private static AsyncRequestBody tail() {
        return AsyncRequestBody.fromBytes(Arrays.copyOfRange(CONTENT, 4 * PART, CONTENT.length));
    }
}
