package atrium.files.upload;

import static atrium.files.upload.Parts.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedBodyTests {

    private static final Wish WISH = Wish.of("a.txt", "text/plain", "room");

    @TempDir
    private Path directory;

    private Parts parts;
    private Spool spool;

    @BeforeEach
    void start() throws IOException {
        parts = new Parts(directory, new HandClock());
        spool = new Spool(directory.resolve("spool"));
    }

    @Test
    void bytes_that_match_become_a_file() throws IOException {
        FileId id = begin(10);

        try (Body verified = new VerifiedBody(body(false, ascii("hello"), ascii("world")), sum("helloworld"), spool)) {
            assertThat(parts.uploads.append(id, 0, verified).entry()).isInstanceOf(StoredFile.class);
        }

        assertThat(spooled()).isZero();
    }

    @Test
    void bytes_that_do_not_match_never_reach_the_upload() throws IOException {
        FileId id = begin(10);
        parts.uploads.append(id, 0, body(false, ascii("hello")));

        try (Body verified = new VerifiedBody(body(false, ascii("w0rld")), sum("world"), spool)) {
            assertThatThrownBy(() -> parts.uploads.append(id, 5, verified)).hasMessageContaining("460");
        }

        assertThat(parts.store.offset(id)).isEqualTo(5);
        assertThat(spooled()).isZero();
    }

    @Test
    void bytes_that_were_cut_never_reach_the_upload() throws IOException {
        FileId id = begin(10);

        try (Body verified = new VerifiedBody(body(true, ascii("hello")), sum("hello"), spool)) {
            assertThatThrownBy(() -> parts.uploads.append(id, 0, verified)).isInstanceOf(BodyCutException.class);
        }

        assertThat(parts.store.offset(id)).isZero();
        assertThat(parts.ended("interrupted")).isEqualTo(1);
        assertThat(spooled()).isZero();
    }

    @Test
    void no_more_is_spooled_than_may_come() throws IOException {
        FileId id = begin(4);
        Body endless = new Endless();

        try (Body verified = new VerifiedBody(endless, sum(""), spool)) {
            assertThatThrownBy(() -> parts.uploads.append(id, 0, verified)).hasMessageContaining("allowed: 4");
        }
    }

    @Test
    void a_full_disk_is_507_and_the_upload_stays_as_it_was() throws IOException {
        FileId id = begin(5);
        Body full = new Endless() {
            @Override
            public void prepare(long most) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> parts.uploads.append(id, 0, full)).hasMessageContaining("507");
        assertThat(parts.store.offset(id)).isZero();
    }

    @Test
    void what_a_crash_left_is_deleted_at_the_start() throws IOException {
        Files.write(directory.resolve("spool/body1.tmp"), ascii("left"));

        start();

        assertThat(spooled()).isZero();
    }

    private FileId begin(long length) throws IOException {
        return parts.uploads
                .create(WISH, Length.of(length), false, Requester.TRUSTED_GUEST)
                .entry()
                .id();
    }

    private long spooled() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
            return files.count();
        }
    }

    /** As strong as a checksum can be: the bytes themselves. */
    private static Checksum sum(String expected) {
        StringBuilder seen = new StringBuilder();
        return new Checksum() {
            @Override
            public void update(ByteBuffer bytes) {
                seen.append(StandardCharsets.US_ASCII.decode(bytes));
            }

            @Override
            public boolean matches() {
                return expected.contentEquals(seen);
            }
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static class Endless implements Body {

        @Override
        public ByteBuffer next() {
            return ByteBuffer.wrap(ascii("!!!"));
        }

        @Override
        public void cut(BodyCutException.Reason reason) {}

        @Override
        public void close() {}
    }
}
