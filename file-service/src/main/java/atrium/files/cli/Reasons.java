package atrium.files.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words what Java's file exceptions say by their class, with a path alone as the message. */
final class Reasons {

    private Reasons() {}

    static String of(IOException error) {
        return switch (error) {
            case NoSuchFileException e -> "there is no " + e.getFile();
            case AccessDeniedException e -> e.getFile() + " may not be opened";
            case FileSystemException e -> e.getFile() + ": " + e.getReason();
            default -> error.getMessage() == null ? error.toString() : error.getMessage();
        };
    }
}
