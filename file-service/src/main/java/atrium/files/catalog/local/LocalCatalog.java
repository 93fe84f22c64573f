package atrium.files.catalog.local;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.RoomUsage;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every entry in memory, and each as a JSON file of its own, {@code <id>.json}.
 *
 * <p>A file an entry needs nothing but an atomic rename to survive a crash, can be read and mended with an editor, and a
 * damaged one loses one entry. An embedded database would bring a format of its own that can break as a whole, a start
 * of its own, and answers to questions nobody asks; one log file for all would need compaction. The price is a file
 * read an entry at the start: some ten thousand a second.
 *
 * <p>The memory follows the disk. A file {@value #MARK} tells a catalog that lost its entries from a new one.
 */
public final class LocalCatalog implements Catalog {

    private static final Logger log = LoggerFactory.getLogger(LocalCatalog.class);
    private static final String ENDING = ".json";
    private static final String MARK = "catalog.version";

    private final Path directory;
    private final JsonMapper json;
    private final DurableFiles disk;
    private final Map<FileId, Entry> entries = new ConcurrentHashMap<>();
    private final Index index = new Index();
    private boolean complete;

    private LocalCatalog(Path directory, JsonMapper json, DurableFiles disk) {
        this.directory = directory;
        this.json = json;
        this.disk = disk;
    }

    /** Reads the catalog below {@code directory}, which is made if it is not there. */
    public static LocalCatalog open(Path directory, JsonMapper json, DurableFiles disk) throws IOException {
        Files.createDirectories(directory);
        LocalCatalog catalog = new LocalCatalog(directory, json, disk);
        catalog.load();
        return catalog;
    }

    /** Whether every entry that was ever kept could be read; if not, bytes without an entry may still be needed. */
    public boolean isComplete() {
        return complete;
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public Optional<Entry> find(FileId id) {
        return Optional.ofNullable(entries.get(id));
    }

    @Override
    public List<StoredFile> filesOf(String room) {
        return index.filesOf(room);
    }

    @Override
    public List<StoredFile> filesOwnedBy(String owner) {
        return index.filesOwnedBy(owner);
    }

    @Override
    public Optional<FileId> blobOf(String sha256, long size) {
        return index.blobOf(sha256, size);
    }

    @Override
    public boolean isShared(StoredFile file) {
        return index.isShared(file);
    }

    @Override
    public RoomUsage usage(@Nullable String room) {
        return index.usage(room);
    }

    @Override
    public Stream<Entry> entries() {
        return entries.values().stream();
    }

    @Override
    public void put(Upload upload) throws IOException {
        putLazily(upload);
    }

    @Override
    public void put(Piece piece) throws IOException {
        putLazily(piece);
    }

    @Override
    public void put(HeldFile file) throws IOException {
        putDurably(file);
    }

    @Override
    public void put(StoredFile file) throws IOException {
        putDurably(file);
    }

    @Override
    public void remove(Entry entry) throws IOException {
        Files.deleteIfExists(fileOf(entry.id()));
        hide(entry.id());
    }

    /** Forgets an entry until the next start, but keeps its JSON: its bytes may come back with a disk that is missing. */
    public void hide(FileId id) {
        index.replace(entries.remove(id), null);
    }

    private void putLazily(Entry entry) throws IOException {
        disk.writeLazily(fileOf(entry.id()), bytesOf(entry));
        remember(entry);
    }

    private void putDurably(Entry entry) throws IOException {
        disk.write(fileOf(entry.id()), bytesOf(entry));
        remember(entry);
    }

    private void remember(Entry entry) {
        index.replace(entries.put(entry.id(), entry), entry);
    }

    private byte[] bytesOf(Entry entry) {
        return json.writerFor(Entry.class).writeValueAsBytes(entry);
    }

    private void load() throws IOException {
        complete = Files.exists(directory.resolve(MARK));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                load(file);
            }
        }
        disk.write(directory.resolve(MARK), new byte[] {'1', '\n'});
    }

    private void load(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(DurableFiles.TEMPORARY)) {
            Files.delete(file);
        } else if (name.endsWith(ENDING)) {
            try {
                remember(json.readValue(file, Entry.class));
            } catch (JacksonException e) {
                complete = false;
                log.warn("{} is damaged and was left out of the catalog: {}", file, e.getOriginalMessage());
            }
        }
    }

    private Path fileOf(FileId id) {
        return directory.resolve(id + ENDING);
    }
}
