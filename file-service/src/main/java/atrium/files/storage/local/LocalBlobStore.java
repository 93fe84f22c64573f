package atrium.files.storage.local;

import atrium.files.catalog.FileId;
import atrium.files.disk.DurableFiles;
import atrium.files.storage.BlobStore;
import atrium.files.storage.BlobWriter;
import atrium.files.storage.FileBacked;
import atrium.files.storage.FinishedBlob;
import atrium.files.storage.RunningHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Blobs as files: {@code uploads/<id>.part} while unfinished, {@code blobs/<id>} when finished.
 *
 * <p>The offset is the file's length and nothing else, so it cannot disagree with the bytes. An append goes to the page
 * cache, which outlives the process; only {@link #finish} forces to the disk. After a power cut an upload may therefore
 * be shorter than its client was told; the client asks and goes on from there, as the protocols have it.
 *
 * <p>The hash is computed while bytes pass. Its state stays in memory between two appends; after a restart it is made
 * again from the file, once.
 */
public final class LocalBlobStore implements BlobStore, FileBacked {

    private static final String ENDING = ".part";

    private final DurableFiles disk;
    private final Path uploads;
    private final Path blobs;
    private final Map<FileId, RunningHash> hashes = new ConcurrentHashMap<>();

    /** Keeps everything below {@code root}, on one file system, which the rename needs. */
    public LocalBlobStore(Path root, DurableFiles disk) throws IOException {
        this.disk = disk;
        this.uploads = Files.createDirectories(root.resolve("uploads"));
        this.blobs = Files.createDirectories(root.resolve("blobs"));
    }

    @Override
    public void create(FileId id) throws IOException {
        Files.createFile(part(id));
        hashes.put(id, new RunningHash());
    }

    @Override
    public long offset(FileId id) throws IOException {
        Path part = part(id);
        return Files.size(Files.exists(part) ? part : file(id));
    }

    @Override
    public boolean isFinished(FileId id) {
        return Files.exists(file(id));
    }

    @Override
    public BlobWriter append(FileId id) throws IOException {
        Path part = part(id);
        RunningHash hash = hashOf(id, part);
        return new LocalBlobWriter(part, hash, () -> hashes.remove(id));
    }

    @Override
    public FinishedBlob finish(FileId id) throws IOException {
        Path part = part(id);
        Path blob = file(id);
        if (Files.exists(blob)) {
            RunningHash hash = read(blob);
            return new FinishedBlob(hash.length(), hash.hex());
        }
        RunningHash hash = hashOf(id, part);
        disk.publish(part, blob);
        hashes.remove(id);
        return new FinishedBlob(hash.length(), hash.hex());
    }

    @Override
    public InputStream open(FileId id) throws IOException {
        return Files.newInputStream(file(id));
    }

    @Override
    public Path file(FileId id) {
        return blobs.resolve(id.value());
    }

    @Override
    public void delete(FileId id) throws IOException {
        hashes.remove(id);
        Files.deleteIfExists(part(id));
        Files.deleteIfExists(file(id));
    }

    @Override
    public Set<FileId> unfinished() throws IOException {
        return idsIn(uploads, ENDING);
    }

    @Override
    public Set<FileId> finished() throws IOException {
        return idsIn(blobs, "");
    }

    /** The hash of all that lies in {@code part}: the one that was kept, if it has seen all of it. */
    private RunningHash hashOf(FileId id, Path part) throws IOException {
        long length = Files.size(part);
        RunningHash kept = hashes.get(id);
        if (kept != null && kept.length() == length) {
            return kept;
        }
        RunningHash again = read(part);
        hashes.put(id, again);
        return again;
    }

    private static RunningHash read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return RunningHash.of(bytes);
        }
    }

    private Path part(FileId id) {
        return uploads.resolve(id + ENDING);
    }

    private static Set<FileId> idsIn(Path directory, String ending) throws IOException {
        Set<FileId> ids = new HashSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .forEach(name -> FileId.parse(name).ifPresent(ids::add));
        } catch (NoSuchFileException e) {
            throw new IOException("the store's directory " + directory + " is gone", e);
        }
        return ids;
    }
}
