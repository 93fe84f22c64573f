package atrium.files.catalog;

import atrium.files.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
 * <p>Any thread may read at any time. Whoever writes an entry holds its upload's lock, so that two never write the same
 * one; the memory follows the disk.
 */
public final class FileCatalog {

    private static final Logger log = LoggerFactory.getLogger(FileCatalog.class);
    private static final String ENDING = ".json";
    private static final Comparator<StoredFile> NEWEST_FIRST =
            Comparator.comparing(StoredFile::createdAt).reversed();

    private final Path directory;
    private final JsonMapper json;
    private final Map<FileId, Entry> entries = new ConcurrentHashMap<>();

    private FileCatalog(Path directory, JsonMapper json) {
        this.directory = directory;
        this.json = json;
    }

    /** Reads the catalog below {@code directory}, which is made if it is not there. */
    public static FileCatalog open(Path directory, JsonMapper json) throws IOException {
        Files.createDirectories(directory);
        FileCatalog catalog = new FileCatalog(directory, json);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                catalog.load(file);
            }
        }
        return catalog;
    }

    public Optional<Entry> find(FileId id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** The whole file of this id; nothing while it is being uploaded. */
    public Optional<StoredFile> findFile(FileId id) {
        return entries.get(id) instanceof StoredFile file ? Optional.of(file) : Optional.empty();
    }

    /** The whole files of a room, newest first. */
    public List<StoredFile> filesOf(String room) {
        return entries.values().stream()
                .filter(StoredFile.class::isInstance)
                .map(StoredFile.class::cast)
                .filter(file -> room.equals(file.info().room()))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    /** All entries, as of some moment during the iteration. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** Keeps {@code upload}. A power cut may lose it, and then its uploader begins again. */
    public void put(Upload upload) throws IOException {
        DurableFiles.writeLazily(fileOf(upload.id()), json.writeValueAsBytes(upload));
        entries.put(upload.id(), upload);
    }

    /** Keeps {@code file}, for good when this returns; from then on it is visible. */
    public void put(StoredFile file) throws IOException {
        DurableFiles.write(fileOf(file.id()), json.writerFor(Entry.class).writeValueAsBytes(file));
        entries.put(file.id(), file);
    }

    public void remove(FileId id) throws IOException {
        Files.deleteIfExists(fileOf(id));
        entries.remove(id);
    }

    /** Forgets an entry until the next start, but keeps its JSON: its bytes may come back with a disk that is missing. */
    public void hide(FileId id) {
        entries.remove(id);
    }

    private void load(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(DurableFiles.TEMPORARY)) {
            Files.delete(file);
        } else if (name.endsWith(ENDING)) {
            try {
                Entry entry = json.readValue(file, Entry.class);
                entries.put(entry.id(), entry);
            } catch (JacksonException e) {
                log.warn("{} is damaged and was left out of the catalog: {}", file, e.getOriginalMessage());
            }
        }
    }

    private Path fileOf(FileId id) {
        return directory.resolve(id + ENDING);
    }
}
