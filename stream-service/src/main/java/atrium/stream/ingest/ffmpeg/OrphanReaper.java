package atrium.stream.ingest.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the children that an earlier life of the service left behind, after {@code kill -9} or a crash.
 *
 * <p>Children of a process that still lives are left alone: a second instance may share the directory.
 */
final class OrphanReaper {

    private static final Logger log = LoggerFactory.getLogger(OrphanReaper.class);

    private final Path directory;
    private final Duration patience;

    OrphanReaper(Path directory, Duration patience) {
        this.directory = directory;
        this.patience = patience;
    }

    /** How many were ended. */
    int reap() throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        int ended = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                ended += reap(file) ? 1 : 0;
            }
        }
        return ended;
    }

    private boolean reap(Path file) throws IOException {
        ChildRecord record;
        try {
            record = ChildRecord.read(file);
        } catch (IOException e) {
            log.warn("removed a damaged record of a child: {}", e.getMessage());
            Files.deleteIfExists(file);
            return false;
        }
        if (record.owner().isAlive()) {
            return false;
        }
        boolean orphan = record.isOrphan();
        if (orphan) {
            log.warn(
                    "ending ffmpeg {}, which a service that is gone has left behind",
                    record.child().pid());
            end(record.child());
        }
        Files.deleteIfExists(file);
        return orphan;
    }

    private void end(ProcessIdentity child) throws IOException {
        ProcessHandle process = ProcessHandle.of(child.pid()).orElse(null);
        if (process == null) {
            return;
        }
        process.destroy();
        if (!isGone(process) && child.isAlive()) {
            process.destroyForcibly();
            if (!isGone(process) && child.isAlive()) {
                throw new IOException("ffmpeg " + child.pid() + " of an earlier start cannot be ended");
            }
        }
    }

    private boolean isGone(ProcessHandle process) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
