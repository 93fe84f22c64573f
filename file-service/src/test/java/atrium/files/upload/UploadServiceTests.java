package atrium.files.upload;

import static atrium.files.upload.Parts.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.access.Requester;
import atrium.files.catalog.Echo;
import atrium.files.catalog.FileId;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.storage.BlobWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadServiceTests {

    private static final Wish WISH = Wish.of("a.txt", "text/plain", "room");
    private static final Requester ANN = new Requester(Requester.Rank.MEMBER, "ann");
    private static final Requester BOB = new Requester(Requester.Rank.MEMBER, "bob");

    @TempDir
    private Path directory;

    private Parts parts;

    @BeforeEach
    void start() throws IOException {
        parts = new Parts(directory, new HandClock());
    }

    @Test
    void a_length_may_be_declared_with_a_later_piece() throws IOException {
        FileId id = begin(Length.UNKNOWN, false);
        Progress first = parts.uploads.append(id, 0, text("he"));
        assertThat(first.entry()).isInstanceOf(Upload.class);

        Progress end = parts.uploads.append(id, 2, text("llo"), Length.of(5));

        assertThat(end.entry()).isInstanceOf(StoredFile.class);
        assertThat(content(id)).isEqualTo("hello");
    }

    @Test
    void an_upload_of_unknown_length_ends_where_its_last_body_ends() throws IOException {
        FileId id = begin(Length.UNKNOWN, false);
        parts.uploads.append(id, 0, text("he"));

        Progress end = parts.uploads.append(id, 2, text("llo"), Length.UNKNOWN, Ending.WITH_BODY);

        assertThat(end.entry().size()).isEqualTo(5);
        assertThat(content(id)).isEqualTo("hello");
    }

    @Test
    void a_last_body_that_was_cut_does_not_end_the_upload() throws IOException {
        FileId id = begin(Length.UNKNOWN, false);

        assertThatThrownBy(() -> parts.uploads.append(id, 0, body(true, bytes("he")), Length.UNKNOWN, Ending.WITH_BODY))
                .isInstanceOf(BodyCutException.class);

        assertThat(parts.uploads.progress(id).entry()).isInstanceOf(Upload.class);
        assertThat(parts.uploads.progress(id).offset()).isEqualTo(2);
    }

    @Test
    void an_upload_that_ends_later_is_no_file_although_all_its_bytes_are_there() throws IOException {
        FileId id = begin(Length.of(5), false);

        Progress all = parts.uploads.append(id, 0, text("hello"), Length.UNKNOWN, Ending.LATER);
        Progress end = parts.uploads.append(id, 5, text(""), Length.UNKNOWN, Ending.WITH_BODY);

        assertThat(all.entry()).isInstanceOf(Upload.class);
        assertThat(end.entry()).isInstanceOf(StoredFile.class);
        assertThat(content(id)).isEqualTo("hello");
    }

    @Test
    void a_length_is_declared_once_and_not_below_what_is_there() throws IOException {
        FileId id = begin(Length.UNKNOWN, false);
        parts.uploads.append(id, 0, text("hello"));

        assertThatThrownBy(() -> parts.uploads.append(id, 5, text(""), Length.of(4)))
                .hasMessageContaining("expected: 5");
        parts.uploads.append(id, 5, text(""), Length.of(7));
        assertThatThrownBy(() -> parts.uploads.append(id, 5, text(""), Length.of(8)))
                .hasMessageContaining("expected: 7");
        assertThatThrownBy(() -> parts.uploads.append(id, 5, text("!"), Length.UNKNOWN, Ending.WITH_BODY))
                .hasMessageContaining("ends after 6");
    }

    /** As after a kill between the last byte and the entry, in a store that several services share. */
    @Test
    void an_upload_with_all_its_bytes_becomes_a_file_for_whoever_asks() throws IOException {
        FileId id = begin(Length.of(5), false);
        try (BlobWriter writer = parts.store.append(id)) {
            writer.write(ByteBuffer.wrap(bytes("hello")));
        }
        assertThat(parts.uploads.progress(id).entry()).isInstanceOf(Upload.class);

        assertThat(parts.uploads.settled(id).entry()).isInstanceOf(StoredFile.class);
        assertThat(content(id)).isEqualTo("hello");
    }

    @Test
    void equal_content_is_kept_once_and_goes_with_its_last_file() throws IOException {
        FileId one = upload("hello");
        FileId two = upload("hello");
        FileId other = upload("world");
        assertThat(blobs()).isEqualTo(2);
        assertThat(content(two)).isEqualTo("hello");

        parts.removal.delete(one, null, ANN);

        assertThat(content(two)).isEqualTo("hello");
        assertThat(blobs()).isEqualTo(2);
        parts.removal.delete(two, null, ANN);
        assertThat(blobs()).isEqualTo(1);
        assertThat(content(other)).isEqualTo("world");
    }

    @Test
    void equal_content_is_still_shared_after_a_restart() throws IOException {
        FileId one = upload("hello");
        FileId two = upload("hello");

        start();

        parts.removal.delete(one, null, ANN);
        assertThat(content(two)).isEqualTo("hello");
        assertThat(upload("hello")).isNotEqualTo(two);
        assertThat(blobs()).isEqualTo(1);
    }

    @Test
    void pieces_make_a_file_and_are_none() throws IOException {
        FileId one = piece("he");
        FileId two = piece("llo");
        assertThat(parts.catalog.find(one)).get().isInstanceOf(Piece.class);
        assertThat(parts.catalog.findFile(one)).isEmpty();

        Created whole = parts.uploads.concatenate(WISH, List.of(one, two), ANN);

        assertThat(content(whole.file().id())).isEqualTo("hello");
        assertThat(parts.catalog.filesOf("room")).hasSize(1);
        start();
        assertThat(content(parts.uploads
                        .concatenate(WISH, List.of(two, one, one), ANN)
                        .file()
                        .id()))
                .isEqualTo("llohehe");
    }

    @Test
    void what_a_client_is_told_again_outlives_a_restart() throws IOException {
        Echo said = new Echo("author QQ==", null);
        FileId id = parts.uploads
                .create(WISH.echoing(said), Length.of(5), false, ANN)
                .entry()
                .id();

        start();
        assertThat(parts.catalog.find(id).orElseThrow().info().echo()).isEqualTo(said);
        parts.uploads.append(id, 0, text("hello"));
        start();

        assertThat(parts.catalog.find(id).orElseThrow().info().echo()).isEqualTo(said);
    }

    @Test
    void what_is_no_whole_piece_makes_no_file() throws IOException {
        FileId unfinished = begin(Length.of(3), true);
        FileId file = upload("hello");
        FileId unknown = FileId.random(new java.util.Random());

        for (FileId id : List.of(unfinished, file, unknown)) {
            assertThatThrownBy(() -> parts.uploads.concatenate(WISH, List.of(id), ANN))
                    .hasMessageContaining(id.value());
        }
        assertThatThrownBy(() -> parts.uploads.concatenate(WISH, List.of(), ANN))
                .hasMessageContaining("No upload");
    }

    @Test
    void a_file_is_deleted_by_its_owner_and_not_by_another_member() throws IOException {
        FileId id = upload("hello");

        assertThatThrownBy(() -> parts.removal.delete(id, null, BOB)).hasMessageContaining("403");
        parts.removal.delete(id, null, ANN);

        assertThat(parts.catalog.find(id)).isEmpty();
    }

    @Test
    void a_body_that_announces_too_much_is_refused_unread() throws IOException {
        FileId id = begin(Length.of(3), false);
        Body announcing = new Body() {
            @Override
            public ByteBuffer next() {
                throw new AssertionError("read");
            }

            @Override
            public long announced() {
                return 4;
            }

            @Override
            public void cut(BodyCutException.Reason reason) {}

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> parts.uploads.append(id, 0, announcing)).hasMessageContaining("up to 3");
    }

    private FileId begin(Length length, boolean partial) throws IOException {
        return parts.uploads.create(WISH, length, partial, ANN).entry().id();
    }

    private FileId upload(String content) throws IOException {
        FileId id = begin(Length.of(content.length()), false);
        parts.uploads.append(id, 0, text(content));
        return id;
    }

    private FileId piece(String content) throws IOException {
        FileId id = begin(Length.of(content.length()), true);
        parts.uploads.append(id, 0, text(content));
        return id;
    }

    private String content(FileId id) throws IOException {
        StoredFile file = parts.catalog.findFile(id).orElseThrow();
        try (InputStream bytes = parts.store.open(file.blob())) {
            return new String(bytes.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private long blobs() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("blobs"))) {
            return files.count();
        }
    }

    private static Body text(String content) {
        return content.isEmpty() ? body(false) : body(false, bytes(content));
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.US_ASCII);
    }
}
