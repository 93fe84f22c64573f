package atrium.files.upload;

import atrium.files.disk.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Room on the disk for bodies that have to be seen whole before a byte of them counts.
 *
 * <p>A file here lasts as long as it is open: on a POSIX system it has no name even while it is, so a crash leaves none.
 * What lies here at the start nevertheless, e.g. on another system, is deleted. Any thread may call.
 */
public final class Spool {

    private final Path directory;

    /** Uses {@code directory} for nothing else, and empties it. */
    public Spool(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*" + DurableFiles.TEMPORARY)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** An empty file, which is deleted when it is closed. */
    FileChannel open() throws IOException {
        Path file = Files.createTempFile(directory, "body", DurableFiles.TEMPORARY);
        return FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }
}
