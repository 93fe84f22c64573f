package atrium.platform.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A server that a test starts for itself, again and again if it wants, with a directory that goes when it does. What it
 * prints is in a file there. Not thread-safe.
 */
final class OwnProcess implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final String name;
    private final Path home;
    private final Duration patience;
    private @Nullable Process process;

    private OwnProcess(String name, Path home, Duration patience) {
        this.name = name;
        this.home = home;
        this.patience = patience;
    }

    /** One that is not started yet, with a fresh directory; {@code patience} is for each start. */
    static OwnProcess in(String name, Duration patience) throws IOException {
        return new OwnProcess(name, Files.createTempDirectory("atrium-" + name), patience);
    }

    /** Tells whether a server that was started answers. */
    @FunctionalInterface
    interface Readiness {

        boolean isReady() throws IOException;
    }

    /** Starts it and waits until it is ready; one that does not get there is closed. */
    void launch(ProcessBuilder builder, Readiness readiness) throws IOException {
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        process = started;
        long end = System.nanoTime() + patience.toNanos();
        while (!readiness.isReady()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                String said = Files.readString(output());
                close();
                throw new IOException(name + " did not start: " + said);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    Path home() {
        return home;
    }

    /** What it printed since it was started last. */
    Path output() {
        return home.resolve(name + ".out");
    }

    Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " is not started");
        }
        return process;
    }

    /** SIGSTOP: connections stay, nothing is answered. */
    void pause() throws IOException {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() throws IOException {
        signal("CONT");
    }

    /** SIGKILL, and waits for the end. */
    void kill() {
        running().destroyForcibly().onExit().join();
    }

    /** Kills it and removes its directory. */
    @Override
    public void close() throws IOException {
        if (process != null) {
            kill();
        }
        try (var paths = Files.walk(home)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void signal(String signal) throws IOException {
        Process kill =
                new ProcessBuilder("kill", "-" + signal, Long.toString(running().pid())).start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("kill -" + signal + " failed");
        }
    }
}
