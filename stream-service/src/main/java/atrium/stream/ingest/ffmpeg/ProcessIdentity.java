package atrium.stream.ingest.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that is not confused with a later one that got its number.
 *
 * @param pid its number
 * @param start when it started: on Linux the boot and the clock ticks since then, which no change of the clock moves
 *     (proc(5), {@code /proc/pid/stat}, field 22); elsewhere the time of day
 */
record ProcessIdentity(long pid, String start) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /** Counted from the first field after the name, which is field 3. */
    private static final int START_TIME = 22 - 3;

    /** The process that has the number {@code pid} now; empty if there is none, or only its exit code is left. */
    static Optional<ProcessIdentity> of(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(BOOT)) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(start -> new ProcessIdentity(pid, start.toString()));
        }
        try {
            String line = Files.readString(stat);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
            String start = Files.readString(BOOT).strip() + "/" + fields[START_TIME];
            return zombie ? Optional.empty() : Optional.of(new ProcessIdentity(pid, start));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static ProcessIdentity ofThisProcess() {
        return of(ProcessHandle.current().pid()).orElseThrow();
    }

    static ProcessIdentity parse(String text) {
        String[] parts = text.split(" ", 2);
        return new ProcessIdentity(Long.parseLong(parts[0]), parts[1]);
    }

    boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    @Override
    public String toString() {
        return pid + " " + start;
    }
}
