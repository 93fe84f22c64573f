package atrium.files.cli;

import atrium.files.transfer.Destination;
import atrium.files.transfer.Received;
import atrium.files.transfer.TransferRefusedException;
import atrium.files.upload.Body;
import atrium.files.upload.NumberedName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Makes what comes files of a directory, under names that nothing had before.
 *
 * <p>A file is written beside its name, forced to the disk, and then linked to the name: a link fails where there is a file
 * already, which a rename would replace. File systems without links get an empty file under the name first, which the
 * rename then replaces.
 */
final class DirectoryDestination implements Destination {

    private final Path directory;
    private final ProgressLine progress;

    DirectoryDestination(Path directory, ProgressLine progress) {
        this.directory = directory;
        this.progress = progress;
    }

    @Override
    public Receiving open(String name) throws IOException {
        checkIsFileHere(name);
        Path part = directory.resolve(".atrium-" + UUID.randomUUID() + ".part");
        FileChannel bytes = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        progress.begin(name, -1);
        return new Writing(name, part, bytes);
    }

    /** Other systems have other ideas of what leads out of a directory: {@code C:x} does, on one. */
    private void checkIsFileHere(String name) throws TransferRefusedException {
        try {
            Path file = directory.resolve(name);
            if (directory.equals(file.getParent()) && name.equals(String.valueOf(file.getFileName()))) {
                return;
            }
        } catch (InvalidPathException e) {
            // Then it is no name here, either.
        }
        throw new TransferRefusedException("the name is no file's name on the receiver's system");
    }

    private final class Writing implements Receiving {

        private final String name;
        private final Path part;
        private final FileChannel bytes;

        Writing(String name, Path part, FileChannel bytes) {
            this.name = name;
            this.part = part;
            this.bytes = bytes;
        }

        @Override
        public Received receive(Body body) throws IOException {
            MessageDigest digest = Sha256.digest();
            for (ByteBuffer piece = body.next(); piece != null; piece = body.next()) {
                int length = piece.remaining();
                digest.update(piece.duplicate());
                while (piece.hasRemaining()) {
                    bytes.write(piece);
                }
                progress.moved(length);
            }
            bytes.force(true);
            return new Received(publish(), bytes.size(), HexFormat.of().formatHex(digest.digest()));
        }

        private String publish() throws IOException {
            for (int number = 0; ; number++) {
                String candidate = number == 0 ? name : NumberedName.of(name, number);
                if (publish(directory.resolve(candidate))) {
                    forceDirectory();
                    return candidate;
                }
            }
        }

        private boolean publish(Path file) throws IOException {
            try {
                Files.createLink(file, part);
                Files.delete(part);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (UnsupportedOperationException | FileSystemException e) {
                return publishWithoutLinks(file);
            }
        }

        private boolean publishWithoutLinks(Path file) throws IOException {
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                return false;
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }

        private void forceDirectory() throws IOException {
            try (FileChannel entries = FileChannel.open(directory)) {
                entries.force(true);
            }
        }

        @Override
        public void close() throws IOException {
            bytes.close();
            Files.deleteIfExists(part);
        }
    }
}
