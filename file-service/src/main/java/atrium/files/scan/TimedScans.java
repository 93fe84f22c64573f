package atrium.files.scan;

import atrium.files.catalog.StoredFile;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs scans in threads of their own, which are interrupted when they take too long or the service stops: what they hold
 * open is read only.
 */
final class TimedScans {

    private final BlobStore store;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("scan-", 0).factory());

    TimedScans(BlobStore store) {
        this.store = store;
    }

    /** @throws IOException if there is no verdict, in time or at all */
    Verdict scan(StoredFile file, Scanner scanner, Duration limit) throws IOException, InterruptedException {
        Future<Verdict> scan = begin(file, scanner);
        try {
            return scan.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            scan.cancel(true);
            throw new ScanFailedException("no verdict within " + limit);
        } catch (CancellationException e) {
            throw stopping();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException("the scan failed", e.getCause());
        }
    }

    private Future<Verdict> begin(StoredFile file, Scanner scanner) throws ScanFailedException {
        try {
            return threads.submit(() -> {
                try (InputStream bytes = store.open(file.blob())) {
                    return scanner.scan(file, bytes);
                }
            });
        } catch (RejectedExecutionException e) {
            throw stopping();
        }
    }

    private static ScanFailedException stopping() {
        return new ScanFailedException("the service is stopping");
    }

    void stop() {
        threads.shutdownNow();
    }
}
