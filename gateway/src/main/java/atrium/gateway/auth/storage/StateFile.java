package atrium.gateway.auth.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small state, kept whole in one JSON file that only its owner reads.
 *
 * <p>It is in memory, too, where it is changed first; {@link #save} returns once the change is on the disk. Changes that
 * come while the file is written are written together, so a crowd waits for two writes, not for one each. A crash leaves
 * the former file or the new one: the bytes go into another file, are forced, and take the name then.
 *
 * @param <T> a record that says everything
 */
public final class StateFile<T> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path directory;
    private final Path file;
    private final String name;
    private final Class<T> type;
    private final String remedy;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong asked = new AtomicLong();

    /** The last change that the file has; guarded by {@link #writing}. */
    private long written;

    /**
     * @param remedy what removing the file would cost, for who finds it damaged
     */
    public StateFile(Path directory, String name, Class<T> type, String remedy) {
        this.directory = directory.toAbsolutePath();
        this.file = this.directory.resolve(name);
        this.name = name;
        this.type = type;
        this.remedy = remedy;
    }

    /**
     * What the file says; empty if there is none yet. Waits for the disk.
     *
     * @throws UnreadableStateException if it is there and damaged: to go on without it would forget everyone
     */
    public Optional<T> read() {
        try {
            @Nullable T state = JSON.readValue(Files.readAllBytes(file), type);
            if (state == null) {
                throw new UnreadableStateException(file, "it says nothing", remedy);
            }
            return Optional.of(state);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UnreadableStateException(file, String.valueOf(e.getMessage()), remedy);
        } catch (JacksonException e) {
            throw new UnreadableStateException(file, reason(e), remedy);
        }
    }

    /** Where it is wrong, or what our own record said; never the text itself, which may be a secret. */
    private static String reason(JacksonException e) {
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return String.valueOf(e.getCause().getMessage());
        }
        TokenStreamLocation at = e.getLocation();
        return "it is not what was written there"
                + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr());
    }

    /**
     * Writes {@code state}, which is asked when its turn comes and has every change made before. Waits for the disk.
     *
     * @throws IOException if the change is in memory alone
     */
    public void save(Supplier<T> state) throws IOException {
        long change = asked.incrementAndGet();
        writing.lock();
        try {
            if (written < change) {
                long covered = asked.get();
                write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(state.get()));
                written = covered;
            }
        } finally {
            writing.unlock();
        }
    }

    private void write(byte[] bytes) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, onlyOwner("rwx------"));
        }
        Path next = directory.resolve(name + ".new");
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(
                next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), onlyOwner("rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceName();
    }

    /** So that the new name is on the disk, too, where directories can be forced. */
    private void forceName() throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] onlyOwner(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
