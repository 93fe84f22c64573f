package atrium.stream.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hashes of keys on disk: a line a stream, {@code <64 hexadecimal digits> <stream>}, mode 600.
 *
 * <p>The file is replaced whole: written beside itself, forced to the disk, renamed. A crash leaves the old or the new.
 */
final class StreamKeyFile {

    private static final int HASH_LENGTH = 64;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;

    StreamKeyFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** The hash of each stream; empty where there is no file. */
    Map<String, String> read() throws IOException {
        if (Files.notExists(file)) {
            return Map.of();
        }
        Map<String, String> hashes = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.matches("[0-9a-f]{64} .+")) {
                throw new IOException("not a line of a key file: expected a SHA-256 and the name of a stream");
            }
            hashes.put(line.substring(HASH_LENGTH + 1), line.substring(0, HASH_LENGTH));
        }
        return hashes;
    }

    void write(Map<String, String> hashes) throws IOException {
        String text = hashes.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                .collect(Collectors.joining());
        Path directory = Files.createDirectories(directory());
        Path next = directory.resolve(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        try (FileChannel channel =
                FileChannel.open(next, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), OWNER_ONLY)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        force(directory);
    }

    private Path directory() throws IOException {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IOException("a key file needs a directory: " + file);
        }
        return directory;
    }

    /** A rename is on the disk when its directory is. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
