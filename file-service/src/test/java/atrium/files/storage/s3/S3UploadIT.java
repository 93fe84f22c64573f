package atrium.files.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.local.LocalCatalog;
import atrium.files.disk.Durability;
import atrium.files.disk.DurableFiles;
import atrium.files.lock.local.LocalLocks;
import atrium.files.quota.Admission;
import atrium.files.quota.FileProperties;
import atrium.files.quota.RoomQuota;
import atrium.files.storage.RunningHash;
import atrium.files.storage.StoreUnavailableException;
import atrium.files.upload.Arrivals;
import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.Completion;
import atrium.files.upload.Length;
import atrium.files.upload.UploadMeters;
import atrium.files.upload.UploadService;
import atrium.files.upload.Wish;
import atrium.platform.config.Live;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Uploads as the protocols make them, to a bucket. */
@Requires(Part.S3)
@Timeout(120)
class S3UploadIT {

    private static final Requester MEMBER = new Requester(Requester.Rank.MEMBER, "somebody");
    private static final Wish WISH = Wish.of("a.bin", null, null);
    private static final int STEP = 256 * 1024;

    @TempDir
    private Path directory;

    private final byte[] content = new byte[3 * TestBucket.PART + 1000];
    private TestBucket bucket;
    private S3BlobStore store;
    private UploadService uploads;

    @BeforeEach
    void start() throws IOException {
        new Random(6).nextBytes(content);
        bucket = TestBucket.start(Duration.ofSeconds(4));
        store = bucket.store();
        uploads = service();
    }

    @AfterEach
    void stop() throws IOException {
        bucket.close();
    }

    @Test
    void an_upload_in_pieces_becomes_a_file_of_the_bucket() throws IOException {
        FileId id = create();
        uploads.append(id, 0, body(0, 1000));
        uploads.append(id, 1000, body(1000, TestBucket.PART + 7));
        StoredFile file =
                (StoredFile) uploads.append(id, TestBucket.PART + 7, body(TestBucket.PART + 7, content.length))
                        .entry();

        assertThat(file.sha256()).isEqualTo(sha256());
        try (InputStream bytes = store.open(file.blob())) {
            assertThat(bytes.readAllBytes()).isEqualTo(content);
        }
        assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void content_that_the_bucket_has_is_not_kept_twice() throws IOException {
        StoredFile first = (StoredFile)
                uploads.append(create(), 0, body(0, content.length)).entry();
        StoredFile second = (StoredFile)
                uploads.append(create(), 0, body(0, content.length)).entry();

        assertThat(second.blob()).isEqualTo(first.blob());
        assertThat(store.finished()).containsExactly(first.blob());
    }

    @Test
    void a_request_during_which_s3_went_away_fails_and_the_upload_goes_on_from_what_s3_holds() throws IOException {
        FileId id = create();
        Body dying = new Bytes(0, content.length) {
            @Override
            public @Nullable ByteBuffer next() {
                if (at() > 2 * TestBucket.PART + STEP && at() <= 2 * TestBucket.PART + 2 * STEP) {
                    Awaitility.await().until(() -> store.offset(id) == 2 * TestBucket.PART);
                    bucket.server.kill();
                }
                return super.next();
            }
        };

        assertThatThrownBy(() -> uploads.append(id, 0, dying)).isInstanceOf(StoreUnavailableException.class);
        bucket.server.launch();

        long offset = uploads.progress(id).offset();
        assertThat(offset).isEqualTo(2 * TestBucket.PART);
        assertThat(uploads.append(id, offset, body((int) offset, content.length))
                        .entry())
                .isInstanceOfSatisfying(
                        StoredFile.class, file -> assertThat(file.sha256()).isEqualTo(sha256()));
    }

    private FileId create() throws IOException {
        return uploads.create(WISH, Length.of(content.length), false, MEMBER)
                .entry()
                .id();
    }

    private Body body(int from, int to) {
        return new Bytes(from, to);
    }

    private String sha256() {
        RunningHash hash = new RunningHash();
        hash.update(ByteBuffer.wrap(content));
        return hash.hex();
    }

    private UploadService service() throws IOException {
        Live<FileProperties> limits = new Live<>(new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("atrium.files", FileProperties.class));
        Admission admission = new Admission(limits);
        LocalLocks locks = new LocalLocks(Duration.ofSeconds(2));
        UploadMeters meters = new UploadMeters(new SimpleMeterRegistry());
        InstantSource clock = InstantSource.system();
        LocalCatalog catalog =
                LocalCatalog.open(directory, JsonMapper.shared(), new DurableFiles(() -> Durability.PROCESS));
        Completion completion = new Completion(store, catalog, locks, admission, Arrivals.UNWATCHED, meters, clock);
        RoomQuota quota = new RoomQuota(catalog, locks, admission);
        return new UploadService(store, catalog, admission, quota, locks, completion, meters, new Random(), clock);
    }

    /** The content from one place to another, step by step. */
    private class Bytes implements Body {

        private final int end;
        private int at;

        Bytes(int from, int end) {
            this.at = from;
            this.end = end;
        }

        int at() {
            return at;
        }

        @Override
        public @Nullable ByteBuffer next() {
            if (at == end) {
                return null;
            }
            ByteBuffer step = ByteBuffer.wrap(content, at, Math.min(STEP, end - at));
            at += step.remaining();
            return step;
        }

        @Override
        public void cut(BodyCutException.Reason reason) {
            // Nobody waits for these bytes.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
