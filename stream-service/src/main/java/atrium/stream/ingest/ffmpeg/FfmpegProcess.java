package atrium.stream.ingest.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running ffmpeg.
 *
 * <p>Whoever started it reads {@link #media()} until its end and calls {@link #close()}, in any order and on any thread.
 * A child that nobody reads stops when the pipe is full; nothing is buffered here. One that is fed needs two threads,
 * or both sides may wait for each other.
 */
public final class FfmpegProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FfmpegProcess.class);

    /** How long a killed process may take to be gone: only one that waits for a dead disk needs more. */
    private static final Duration KILLED = Duration.ofSeconds(5);
    /** A grandchild could hold the pipe open; ffmpeg has none. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Process process;
    private final StandardError errors;
    private final Duration stopTimeout;
    private final CompletableFuture<FfmpegExit> exit;
    private volatile boolean asked;

    /** Takes ownership of {@code process}. */
    FfmpegProcess(Process process, Masking masking, Duration stopTimeout) {
        this.process = process;
        this.stopTimeout = stopTimeout;
        this.errors = new StandardError(process.getErrorStream(), masking);
        Thread reader =
                Thread.ofPlatform().daemon().name("ffmpeg-" + process.pid()).start(errors);
        this.exit = process.onExit().thenApplyAsync(ended -> explain(ended, reader), Thread::startVirtualThread);
    }

    public long pid() {
        return process.pid();
    }

    /**
     * What the child writes to its standard output. Reading blocks in the kernel: use a platform thread. A virtual one
     * holds a carrier meanwhile, and 256 of them would stop every virtual thread of the service.
     */
    public InputStream media() {
        return process.getInputStream();
    }

    /**
     * What the child reads, where its command says that it does: written and closed by one thread, which may block as
     * long as the child lives and gets an {@link IOException} once it is gone. Flush it, or little things stay here.
     */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** Completes once the child is gone and its last words are read. Never fails; runs its dependents on any thread. */
    public CompletableFuture<FfmpegExit> onExit() {
        return exit.copy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The end of what it has complained of so far, without credentials. */
    public List<String> lastLines() {
        return errors.lastLines();
    }

    /** How many lines it has complained of so far. */
    public long complaints() {
        return errors.count();
    }

    /**
     * For who has read all that there was: gives the child a moment to end by itself, so that its own reason is what is
     * told, then closes it. Blocks.
     */
    public FfmpegExit end() {
        exit.copy()
                .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        close();
        return exit.join();
    }

    /**
     * Asks the child to stop, kills it if it does not within the stop timeout (an ffmpeg that is opening RTSP may ignore
     * being asked), and returns when it is gone. Blocks; a second call waits like the first.
     */
    @Override
    public void close() {
        asked = asked || process.isAlive();
        Thread.startVirtualThread(this::closeInput);
        process.toHandle().destroy();
        closeMedia();
        if (!isGoneWithin(stopTimeout)) {
            log.debug("ffmpeg {} does not stop when asked, killing it", pid());
            process.toHandle().destroyForcibly();
            if (!isGoneWithin(KILLED)) {
                log.error("ffmpeg {} was killed and is still there", pid());
            }
        }
    }

    /**
     * A child that waits for input would not notice that it was asked. On a thread of its own, because a writer that
     * waits for room in the pipe holds the stream's lock until the child is gone.
     */
    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            log.debug("the standard input of ffmpeg {} was closed already", pid(), e);
        }
    }

    /** A child that waits for room in the pipe would not notice that it was asked. */
    private void closeMedia() {
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            log.debug("the standard output of ffmpeg {} was closed already", pid(), e);
        }
    }

    private boolean isGoneWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private FfmpegExit explain(Process ended, Thread reader) {
        try {
            reader.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitReason.explain(ended.exitValue(), asked, errors.lastLines());
    }
}
