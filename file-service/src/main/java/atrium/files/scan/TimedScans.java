package atrium.files.scan;

import atrium.files.catalog.StoredFile;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs scans in threads of their own, which are interrupted when they take too long or the service stops: what they hold
 * open is read only.
 */
final class TimedScans {

    private final BlobStore store;
    private final Set<FutureTask<Verdict>> running = ConcurrentHashMap.newKeySet();

    TimedScans(BlobStore store) {
        this.store = store;
    }

    /** @throws IOException if there is no verdict, in time or at all */
    Verdict scan(StoredFile file, Scanner scanner, Duration limit) throws IOException, InterruptedException {
        FutureTask<Verdict> scan = new FutureTask<>(() -> {
            try (InputStream bytes = store.open(file.blob())) {
                return scanner.scan(file, bytes);
            }
        });
        running.add(scan);
        try {
            Thread.ofVirtual().name("scan").start(scan);
            return verdict(scan, limit);
        } finally {
            running.remove(scan);
        }
    }

    private static Verdict verdict(FutureTask<Verdict> scan, Duration limit) throws IOException, InterruptedException {
        try {
            return scan.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            scan.cancel(true);
            throw new ScanFailedException("no verdict within " + limit);
        } catch (CancellationException e) {
            throw new ScanFailedException("the service is stopping");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException("the scan failed", e.getCause());
        }
    }

    /** Ends those that run. */
    void stop() {
        running.forEach(scan -> scan.cancel(true));
    }
}
