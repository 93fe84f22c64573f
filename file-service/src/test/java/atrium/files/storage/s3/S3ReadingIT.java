package atrium.files.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.catalog.FileId;
import atrium.files.storage.BlobWriter;
import atrium.files.storage.StoreUnavailableException;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Finished blobs as streams. */
@Requires(Part.S3)
class S3ReadingIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] CONTENT = new byte[12 * 1024 * 1024];
    private static final FileId ID = FileId.random(new Random());

    private static TestBucket bucket;
    private static S3BlobStore store;

    @BeforeAll
    static void storeBlob() throws IOException {
        new Random(5).nextBytes(CONTENT);
        bucket = TestBucket.start(Duration.ofSeconds(20), 5);
        store = bucket.store();
        store.create(ID);
        try (BlobWriter writer = store.append(ID)) {
            writer.write(ByteBuffer.wrap(CONTENT));
        }
        store.finish(ID);
    }

    @AfterAll
    static void stopServer() throws IOException {
        bucket.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 12582912", "0, 1", "12582911, 1", "5242879, 2", "1000, 7000000", "5, 0"})
    void any_range_comes_as_it_was_stored(int first, int length) {
        assertThat(read(first, length)).isEqualTo(Arrays.copyOfRange(CONTENT, first, first + length));
    }

    @Test
    void each_subscriber_gets_all() {
        assertThat(read(10, 20)).isEqualTo(read(10, 20));
    }

    @Test
    void a_blob_that_is_not_there_is_the_first_signal() {
        StepVerifier.create(store.read(FileId.random(new Random()), 0, 10))
                .expectError(NoSuchFileException.class)
                .verify(LONG);
    }

    @Test
    void no_more_comes_than_is_asked_for() {
        Asking asking = new Asking();
        store.read(ID, 0, CONTENT.length).subscribe(asking);
        Awaitility.await().until(() -> asking.begun);
        for (int i = 1; i <= 3; i++) {
            long wanted = i;
            asking.request(1);
            Awaitility.await().until(() -> asking.received.get() == wanted);
        }
        asking.cancel();

        assertThat(asking.received).hasValue(3);
    }

    /** There are fewer connections than readers: one that kept its connection would leave none for the last. */
    @Test
    void who_cancels_gives_the_connection_back() {
        for (int i = 0; i < 2 * bucket.properties.connections(); i++) {
            StepVerifier.create(store.read(ID, 0, CONTENT.length), 1)
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(LONG);
        }

        assertThat(read(0, 10)).hasSize(10);
    }

    @Test
    void a_server_that_is_not_there_is_the_first_signal_too() throws IOException {
        try (TestBucket gone = TestBucket.start(Duration.ofSeconds(4))) {
            gone.server.kill();

            StepVerifier.create(gone.store().read(ID, 0, 10))
                    .expectError(StoreUnavailableException.class)
                    .verify(LONG);
        }
    }

    private static byte[] read(long first, long length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Flux.from(store.read(ID, first, length))
                .doOnNext(step -> {
                    byte[] bytes = new byte[step.remaining()];
                    step.get(bytes);
                    all.writeBytes(bytes);
                })
                .blockLast(LONG);
        return all.toByteArray();
    }

    private static final class Asking extends BaseSubscriber<ByteBuffer> {

        private final AtomicLong received = new AtomicLong();
        private volatile boolean begun;

        /** The test asks. */
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            begun = true;
        }

        @Override
        protected void hookOnNext(ByteBuffer step) {
            received.incrementAndGet();
        }
    }
}
