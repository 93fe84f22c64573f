package atrium.files.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that appear whole.
 *
 * <p>A rename within a directory is atomic (POSIX rename(2)), but only lasts through a power cut once the file's data
 * and the directory's entry have both been forced to the disk, in this order.
 */
public final class DurableFiles {

    /** How a file that is still being written ends; who starts up may delete every one. */
    public static final String TEMPORARY = ".tmp";

    private DurableFiles() {}

    /** Replaces {@code file}; when this returns, the new content survives a power cut. */
    public static void write(Path file, byte[] content) throws IOException {
        Path temporary = writeBeside(file, content, true);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(parentOf(file));
    }

    /** Replaces {@code file} in one step; survives the end of the process, perhaps not of the power. */
    public static void writeLazily(Path file, byte[] content) throws IOException {
        Files.move(writeBeside(file, content, false), file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Forces {@code from}, gives it its final name, and forces that; both on one file system. */
    public static void publish(Path from, Path to) throws IOException {
        try (FileChannel data = FileChannel.open(from, StandardOpenOption.WRITE)) {
            data.force(true);
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(parentOf(to));
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

    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private static Path parentOf(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " lies in no directory");
        }
        return parent;
    }
}
