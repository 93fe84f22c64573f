package atrium.files.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link Catalog} does; extended once for each. */
public abstract class CatalogContract {

    protected static final Instant NOW = Instant.parse("2020-02-29T09:00:00.123456789Z");
    protected static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    private static final String SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final Random random = new Random();
    private Catalog catalog;

    /** The catalog over the same entries each time it is asked within one test, as after a restart. */
    protected abstract Catalog open() throws IOException;

    @BeforeEach
    void start() throws IOException {
        catalog = open();
    }

    @Test
    void what_was_put_is_found_also_after_a_restart() throws IOException {
        Upload upload = new Upload(id(), guest("room"), 5, true, false, TOMORROW);
        Piece piece = new Piece(id(), guest("room"), 6, TOMORROW);
        HeldFile held = new HeldFile(file(id(), "room"));
        StoredFile file = new StoredFile(id(), member(null), 8, SHA256, id(), true, NOW, null);
        catalog.put(upload);
        catalog.put(piece);
        catalog.put(held);
        catalog.put(file);

        for (int i = 0; i < 2; i++) {
            assertThat(catalog.find(upload.id())).contains(upload);
            assertThat(catalog.find(piece.id())).contains(piece);
            assertThat(catalog.find(held.id())).contains(held);
            assertThat(catalog.find(file.id())).contains(file);
            assertThat(entries()).containsExactlyInAnyOrder(upload, piece, held, file);
            start();
        }
        assertThat(catalog.find(id())).isEmpty();
    }

    @Test
    void what_was_said_of_an_entry_is_known_whatever_becomes_of_it() throws IOException {
        StoredFile file = file(id(), "room");
        Upload upload = new Upload(file.id(), file.info(), file.size(), false, false, TOMORROW);
        List<Entry> lives = List.of(upload, new HeldFile(file), file);

        assertThat(catalog.info(file.id())).isEmpty();
        for (Entry life : lives) {
            put(life);
            assertThat(catalog.info(file.id())).contains(file.info());
            assertThat(open().info(file.id())).contains(file.info());
        }
        catalog.remove(file);
        assertThat(catalog.info(file.id())).isEmpty();
    }

    private void put(Entry entry) throws IOException {
        switch (entry) {
            case Upload upload -> catalog.put(upload);
            case Piece piece -> catalog.put(piece);
            case HeldFile held -> catalog.put(held);
            case StoredFile file -> catalog.put(file);
        }
    }

    @Test
    void only_a_whole_file_that_is_not_held_back_is_visible() throws IOException {
        StoredFile file = file(id(), "room");
        Upload upload = new Upload(file.id(), file.info(), file.size(), false, false, TOMORROW);

        catalog.put(upload);
        assertThat(visible(file.id())).isEmpty();
        catalog.put(new HeldFile(file));
        assertThat(visible(file.id())).isEmpty();
        catalog.put(file);
        assertThat(visible(file.id())).containsExactly(file, file, file);
        assertThat(entries()).containsExactly(file);
    }

    @Test
    void a_removed_entry_is_gone_in_every_way() throws IOException {
        StoredFile file = file(id(), "room");
        catalog.put(new Upload(file.id(), file.info(), file.size(), false, false, TOMORROW));
        catalog.put(file);
        start();

        catalog.remove(catalog.find(file.id()).orElseThrow());

        for (int i = 0; i < 2; i++) {
            assertThat(catalog.find(file.id())).isEmpty();
            assertThat(visible(file.id())).isEmpty();
            assertThat(catalog.blobOf(SHA256, file.size())).isEmpty();
            assertThat(entries()).isEmpty();
            assertThat(catalog.expired(Instant.MAX)).isEmpty();
            start();
        }
    }

    @Test
    void files_are_listed_newest_first() throws IOException {
        List<StoredFile> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            files.addFirst(new StoredFile(id(), member("room"), 8, SHA256, id(), false, NOW.plusMillis(i), null));
        }
        for (int i : new int[] {2, 0, 4, 1, 3}) {
            catalog.put(files.get(i));
        }
        catalog.put(file(id(), "another"));
        catalog.put(file(id(), null));

        assertThat(catalog.filesOf("room")).isEqualTo(files);
        assertThat(catalog.filesOwnedBy("ann")).containsAll(files).hasSize(7);
        assertThat(catalog.filesOwnedBy("bob")).isEmpty();
    }

    static Stream<String> rooms() {
        return Stream.of(
                "a.",
                "...",
                "\u623f\u9593-\u0440\u0443\u0441",
                "\u0915\u094d\u0937",
                "-",
                "none",
                "A",
                "x".repeat(64),
                "\ud801\udc00".repeat(64));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void a_room_has_its_own_files_whatever_its_name(String room) throws IOException {
        StoredFile file = guests(id(), room, 8);
        catalog.put(file);
        catalog.put(guests(id(), room + "x", 16));
        catalog.put(guests(id(), "a", 32));
        catalog.put(guests(id(), null, 64));

        assertThat(catalog.filesOf(room)).containsExactly(file);
        assertThat(catalog.usage(room)).isEqualTo(new RoomUsage(8, 8));
        assertThat(catalog.usage(null)).isEqualTo(new RoomUsage(64, 64));
    }

    @Test
    void a_room_holds_every_entry_as_it_is_now() throws IOException {
        Upload open = new Upload(id(), guest("room"), 100, true, false, TOMORROW);
        catalog.put(open);
        assertThat(catalog.usage("room")).isEqualTo(new RoomUsage(100, 100));
        catalog.put(new Upload(id(), member("room"), 1000, false, false, TOMORROW));
        catalog.put(new Piece(id(), guest("room"), 7, TOMORROW));
        Upload declared = open.declared(60);
        catalog.put(declared);
        assertThat(catalog.usage("room")).isEqualTo(new RoomUsage(67, 1067));

        StoredFile file = guests(open.id(), "room", 60);
        catalog.put(file);
        assertThat(catalog.usage("room")).isEqualTo(new RoomUsage(67, 1067));
        start();
        assertThat(catalog.usage("room")).isEqualTo(new RoomUsage(67, 1067));
        catalog.remove(file);
        assertThat(catalog.usage("room")).isEqualTo(new RoomUsage(7, 1007));
        assertThat(catalog.usage("another")).isEqualTo(RoomUsage.NOTHING);
    }

    @Test
    void content_is_known_by_hash_and_size_also_while_it_is_held_back() throws IOException {
        StoredFile first = file(id(), "room");
        catalog.put(new HeldFile(first));
        assertThat(catalog.blobOf(SHA256, 8)).contains(first.id());
        assertThat(catalog.blobOf(SHA256, 9)).isEmpty();
        assertThat(catalog.blobOf(SHA256.replace('2', '3'), 8)).isEmpty();
        assertThat(catalog.isShared(first)).isFalse();

        StoredFile second = new StoredFile(id(), member("room"), 8, SHA256, first.id(), false, NOW, null);
        catalog.put(second);
        assertThat(catalog.isShared(first)).isTrue();
        assertThat(catalog.isShared(second)).isTrue();
        catalog.put(new StoredFile(id(), member("room"), 8, SHA256, id(), false, NOW, null));

        catalog.remove(new HeldFile(first));
        assertThat(catalog.isShared(second)).isFalse();
        assertThat(catalog.blobOf(SHA256, 8)).isPresent();
    }

    @Test
    void what_has_expired_is_known_with_its_newest_time() throws IOException {
        Upload upload = new Upload(id(), member(null), 5, false, false, NOW);
        catalog.put(upload);
        catalog.put(new Upload(id(), member(null), 5, false, false, TOMORROW));
        catalog.put(file(id(), "room"));
        assertThat(catalog.expired(NOW.minusSeconds(1))).isEmpty();
        assertThat(catalog.expired(NOW)).containsExactly(upload.id());

        catalog.put(upload.until(TOMORROW));
        assertThat(catalog.expired(NOW)).isEmpty();
        assertThat(catalog.expired(TOMORROW)).hasSize(2);
    }

    @Test
    void what_has_still_something_to_be_done_with_it_is_known_until_it_is_done() throws IOException {
        FileId id = id();
        StoredFile untold = new StoredFile(id, member("room"), 8, SHA256, id, true, NOW, null);
        HeldFile held = new HeldFile(untold);
        catalog.put(new Upload(id(), member("room"), 5, false, false, TOMORROW));
        catalog.put(file(id(), "room"));
        assertThat(catalog.unsettled()).isEmpty();

        catalog.put(held);
        assertThat(catalog.unsettled()).containsExactly(held);
        catalog.put(untold);
        assertThat(catalog.unsettled()).containsExactly(untold);
        start();
        assertThat(catalog.unsettled()).containsExactly(untold);
        catalog.put(untold.told());
        assertThat(catalog.unsettled()).isEmpty();
    }

    @Test
    void an_entry_that_changes_has_one_place() throws IOException {
        FileId id = id();
        StoredFile file = new StoredFile(id, guest("room"), 8, SHA256, id, true, NOW, TOMORROW);
        catalog.put(file);
        catalog.put(file.told());

        assertThat(catalog.filesOf("room")).containsExactly(file.told());
        assertThat(catalog.findFile(file.id())).contains(file.told());
        assertThat(catalog.usage("room")).isEqualTo(new RoomUsage(8, 8));
    }

    private List<Entry> entries() throws IOException {
        try (Stream<Entry> entries = catalog.entries()) {
            return entries.toList();
        }
    }

    /** As it is found by its id, in its room, and among its owner's. */
    private List<StoredFile> visible(FileId id) throws IOException {
        List<StoredFile> found = new ArrayList<>(catalog.filesOf("room"));
        found.addAll(catalog.filesOwnedBy("ann"));
        catalog.findFile(id).ifPresent(found::add);
        return found;
    }

    protected final FileId id() {
        return FileId.random(random);
    }

    protected static StoredFile file(FileId id, @Nullable String room) {
        return new StoredFile(id, member(room), 8, SHA256, id, false, NOW, null);
    }

    protected static StoredFile guests(FileId id, @Nullable String room, long size) {
        return new StoredFile(id, guest(room), size, "%064x".formatted(size), id, false, NOW, TOMORROW);
    }

    protected static FileInfo member(@Nullable String room) {
        return FileInfos.of("a b.txt", "text/plain", room, "ann");
    }

    protected static FileInfo guest(@Nullable String room) {
        return FileInfos.of("\u00e9.txt", "text/plain", room, null);
    }
}
