package atrium.files.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import atrium.files.catalog.FileId;
import atrium.files.storage.BlobWriter;
import atrium.files.storage.FinishedBlob;
import atrium.files.storage.RunningHash;
import atrium.files.storage.StoreUnavailableException;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** S3 goes away while an upload runs, and comes back. */
@Requires(Part.S3)
@Timeout(120)
class S3OutageIT {

    private static final int PART = TestBucket.PART;

    private final FileId id = FileId.random(new Random());
    private final byte[] content = new byte[4 * PART + 1000];
    private TestBucket bucket;
    private S3BlobStore store;

    @BeforeEach
    void start() throws IOException {
        new Random(4).nextBytes(content);
        bucket = TestBucket.start(Duration.ofSeconds(4));
        store = bucket.store();
        store.create(id);
    }

    @AfterEach
    void stop() throws IOException {
        bucket.close();
    }

    @Test
    void an_upload_that_s3_left_in_the_middle_ends_cleanly_and_goes_on_when_it_is_back() throws IOException {
        BlobWriter writer = store.append(id);
        write(writer, 2 * PART);
        write(writer, 2 * PART + 1);
        Awaitility.await().until(() -> store.offset(id) == 2 * PART);
        bucket.server.kill();

        assertThat(catchThrowable(() -> {
                    write(writer, content.length);
                    writer.close();
                }))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(catchThrowable(writer::close))
                .satisfiesAnyOf(
                        nothing -> assertThat(nothing).isNull(),
                        again -> assertThat(again).isInstanceOf(StoreUnavailableException.class));
        bucket.server.launch();

        assertThat(store.offset(id)).isEqualTo(2 * PART);
        try (BlobWriter again = store.append(id)) {
            write(again, content.length);
        }
        RunningHash hash = new RunningHash();
        hash.update(ByteBuffer.wrap(content));
        assertThat(store.finish(id)).isEqualTo(new FinishedBlob(content.length, hash.hex()));
    }

    @Test
    void a_server_that_does_not_answer_is_given_up_in_time() throws IOException {
        bucket.server.pause();

        assertThatThrownBy(() -> store.offset(id)).isInstanceOf(StoreUnavailableException.class);

        bucket.server.resume();
        assertThat(store.offset(id)).isZero();
    }

    @Test
    void a_server_that_is_not_there_is_told_so() {
        bucket.server.kill();

        assertThatThrownBy(() -> store.create(FileId.random(new Random())))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("S3 gave no answer");
    }

    private void write(BlobWriter writer, int end) throws IOException {
        int from = (int) writer.offset();
        writer.write(ByteBuffer.wrap(content, from, end - from));
    }
}
