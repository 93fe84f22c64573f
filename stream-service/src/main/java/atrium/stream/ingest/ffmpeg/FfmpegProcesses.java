package atrium.stream.ingest.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts ffmpeg and sees to it that no child outlives the service.
 *
 * <ul>
 *   <li>{@link #close()} stops all children.
 *   <li>Killed without notice, the service takes its children along where the system can do that: util-linux's
 *       {@code setpriv} sets the signal that the kernel sends to a child when its parent dies.
 *   <li>Where it cannot, a child that writes media ends at its next packet, because nobody reads the pipe; one that
 *       waits for a source ends at the source's timeout.
 *   <li>Each child is recorded on disk, and {@link #reapOrphans()} ends those that are left, at the next start.
 * </ul>
 */
public final class FfmpegProcesses implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FfmpegProcesses.class);

    private static final Redirect NOTHING = Redirect.from(Path.of("/dev/null").toFile());

    private final Ffmpeg ffmpeg;
    private final Path directory;
    private final Duration stopTimeout;
    private final List<String> launcher;
    private final ProcessIdentity self = ProcessIdentity.ofThisProcess();
    private final Set<FfmpegProcess> running = ConcurrentHashMap.newKeySet();
    /** The kernel means the parent's thread when it says parent: this one lives as long as the service. */
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("ffmpeg-starter").factory());

    private volatile boolean closed;

    /**
     * @param directory where running children are recorded, of this service alone; made when needed
     * @param stopTimeout how long a child that was asked to stop may take before it is killed
     */
    public FfmpegProcesses(Ffmpeg ffmpeg, Path directory, Duration stopTimeout) {
        this(ffmpeg, directory, stopTimeout, ParentDeath.launcher());
    }

    FfmpegProcesses(Ffmpeg ffmpeg, Path directory, Duration stopTimeout, List<String> launcher) {
        this.ffmpeg = ffmpeg;
        this.directory = directory;
        this.stopTimeout = stopTimeout;
        this.launcher = launcher;
    }

    /** Ends what an earlier life of the service left behind, and returns how many there were. Call it before all else. */
    public int reapOrphans() throws IOException {
        return new OrphanReaper(directory, stopTimeout).reap();
    }

    /** Starts a child; its standard output is its media. Blocks for the few milliseconds that it takes. */
    public FfmpegProcess start(FfmpegCommand command) throws IOException {
        try {
            return starter.submit(() -> startOnThisThread(command)).get();
        } catch (ExecutionException e) {
            throw new IOException("cannot start " + ffmpeg.program() + ": " + e.getMessage(), e);
        } catch (RejectedExecutionException e) {
            throw new IOException("no ffmpeg is started any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting ffmpeg", e);
        }
    }

    /** How many children run. */
    public int count() {
        return running.size();
    }

    /** Starts no more, stops all at once and returns when they are gone. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!starter.isShutdown()) {
                starter.submit(() -> {}).get(); // no start is under way any more
            }
            List<Thread> closing = new ArrayList<>();
            running.forEach(process -> closing.add(Thread.startVirtualThread(process::close)));
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing can fail here", e);
        } finally {
            starter.shutdown(); // last: children take the end of its thread for the end of the service, and die
        }
    }

    private FfmpegProcess startOnThisThread(FfmpegCommand command) throws IOException {
        if (closed) {
            throw new IOException("the service is stopping");
        }
        Files.createDirectories(directory);
        Process process = builder(command).start();
        Path file = directory.resolve(Long.toString(process.pid()));
        try {
            record(process, file);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        FfmpegProcess child = new FfmpegProcess(process, new Masking(command.secrets()), stopTimeout);
        running.add(child);
        child.onExit().thenAccept(exit -> forget(child, file, exit));
        log.debug("ffmpeg {} started: {}", child.pid(), command);
        return child;
    }

    private ProcessBuilder builder(FfmpegCommand command) throws IOException {
        List<String> line = new ArrayList<>(launcher);
        line.add(ffmpeg.program().toString());
        line.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(line).redirectInput(command.readsInput() ? Redirect.PIPE : NOTHING);
        builder.environment().clear();
        builder.environment().putAll(ffmpeg.environment());
        return builder;
    }

    /** A child that has ended by now needs no record. */
    private void record(Process process, Path file) throws IOException {
        ProcessIdentity child = ProcessIdentity.of(process.pid()).orElse(null);
        if (child != null) {
            new ChildRecord(child, self, ffmpeg.program().toString()).write(file);
        }
    }

    private void forget(FfmpegProcess child, Path file, FfmpegExit exit) {
        running.remove(child);
        log.debug("ffmpeg {} ended with {}: {}", child.pid(), exit.code(), exit.detail());
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the record of ffmpeg " + child.pid(), e);
        }
    }
}
