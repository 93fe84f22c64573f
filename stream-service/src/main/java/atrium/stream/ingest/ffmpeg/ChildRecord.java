package atrium.stream.ingest.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What is remembered of a child on disk, so that a later start of the service can find it.
 *
 * @param child the child
 * @param owner the process that started it and looks after it while it lives
 * @param program the program that the child runs
 */
record ChildRecord(ProcessIdentity child, ProcessIdentity owner, String program) {

    static ChildRecord read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 3) {
            throw new IOException(file + " is not a record of a child: " + lines.size() + " lines (expected: 3)");
        }
        try {
            return new ChildRecord(
                    ProcessIdentity.parse(lines.get(0)), ProcessIdentity.parse(lines.get(1)), lines.get(2));
        } catch (RuntimeException e) {
            throw new IOException(file + " is not a record of a child", e);
        }
    }

    void write(Path file) throws IOException {
        Files.write(file, List.of(child.toString(), owner.toString(), program));
    }

    /** Whether the child lives while nobody looks after it any more. */
    boolean isOrphan() {
        return !owner.isAlive() && child.isAlive() && runsProgram();
    }

    /** The second look: the number and the start time agree, so does what it was started as. */
    private boolean runsProgram() {
        ProcessHandle.Info info =
                ProcessHandle.of(child.pid()).map(ProcessHandle::info).orElse(null);
        return info != null
                && (info.command().filter(program::equals).isPresent()
                        || info.arguments().stream().flatMap(Arrays::stream).anyMatch(program::equals));
    }
}
