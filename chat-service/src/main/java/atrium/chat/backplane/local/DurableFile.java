package atrium.chat.backplane.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is replaced whole: after a crash it is the old one or the new one. A rename within a directory is atomic
 * (POSIX rename(2)), but only lasts through a power cut once the file's data and the directory's entry have both been
 * forced to the disk, in this order.
 */
final class DurableFile {

    private static final String TEMPORARY = ".tmp";

    private final Path directory;
    private final Path file;
    private final Path temporary;

    DurableFile(Path directory, String name) {
        this.directory = directory;
        this.file = directory.resolve(name);
        this.temporary = directory.resolve(name + TEMPORARY);
    }

    boolean exists() {
        return Files.exists(file);
    }

    byte[] read() throws IOException {
        return Files.readAllBytes(file);
    }

    /** When this returns, {@code content} survives a power cut. */
    void write(byte[] content) throws IOException {
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory();
    }

    /** Gives the file another name, for somebody to look at. */
    Path putAside(String suffix) throws IOException {
        Path aside = directory.resolve(file.getFileName() + suffix);
        return Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private void forceDirectory() throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
