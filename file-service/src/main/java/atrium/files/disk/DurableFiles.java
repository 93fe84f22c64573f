package atrium.files.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Files that appear whole.
 *
 * <p>A rename within a directory is atomic (POSIX rename(2)), but only lasts through a power cut once the file's data
 * and the directory's entry have both been forced to the disk, in this order. Whether that is done, the {@link
 * Durability} in force at the moment says. Any thread may call.
 */
public final class DurableFiles {

    /** How a file that is still being written ends; who starts up may delete every one. */
    public static final String TEMPORARY = ".tmp";

    private final Supplier<Durability> durability;
    private final Map<Path, ForcedDirectory> directories = new ConcurrentHashMap<>();

    public DurableFiles(Supplier<Durability> durability) {
        this.durability = durability;
    }

    /** Replaces {@code file}; when this returns, the new content outlives what it has to. */
    public void write(Path file, byte[] content) throws IOException {
        boolean force = durability.get() == Durability.POWER;
        Files.move(writeBeside(file, content, force), file, StandardCopyOption.ATOMIC_MOVE);
        if (force) {
            forceDirectoryOf(file);
        }
    }

    /** Replaces {@code file} in one step; outlives the process, perhaps not the power. */
    public void writeLazily(Path file, byte[] content) throws IOException {
        Files.move(writeBeside(file, content, false), file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives {@code from} its final name, on the same file system; when this returns, it outlives what it has to. */
    public void publish(Path from, Path to) throws IOException {
        boolean force = durability.get() == Durability.POWER;
        if (force) {
            try (FileChannel data = FileChannel.open(from, StandardOpenOption.WRITE)) {
                data.force(true);
            }
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        if (force) {
            forceDirectoryOf(to);
        }
    }

    private static Path writeBeside(Path file, byte[] content, boolean force) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(true);
            }
        }
        return temporary;
    }

    private void forceDirectoryOf(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " lies in no directory");
        }
        directories.computeIfAbsent(parent, ForcedDirectory::new).force();
    }
}
