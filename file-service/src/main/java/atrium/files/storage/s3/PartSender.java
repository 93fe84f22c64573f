package atrium.files.storage.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends full parts of all uploads, so many at once and no more; who has another waits, and so does its client. A slow
 * client holds no place: a part is sent when it is full.
 */
final class PartSender {

    private static final Logger log = LoggerFactory.getLogger(PartSender.class);

    private final S3Bucket bucket;
    private final Path directory;
    private final long partSize;
    private final Semaphore places;

    /** @param directory where parts lie until they are sent */
    PartSender(S3Bucket bucket, Path directory, long partSize, int places) {
        this.bucket = bucket;
        this.directory = directory;
        this.partSize = partSize;
        this.places = new Semaphore(places, true);
    }

    long partSize() {
        return partSize;
    }

    Spool spool() throws IOException {
        return new Spool(directory);
    }

    /** Takes ownership of {@code part}. Waits for a place, not for the answer. */
    CompletableFuture<?> send(String key, String upload, int number, Spool part) throws IOException {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            part.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted: waiting to send part " + number + " of " + key);
        }
        CompletableFuture<?> answer;
        try {
            answer = bucket.send(key, upload, number, part.body(part.size()));
        } catch (RuntimeException e) {
            end(part);
            throw e;
        }
        return answer.whenComplete((answered, failure) -> end(part));
    }

    private void end(Spool part) {
        places.release();
        try {
            part.close();
        } catch (IOException e) {
            log.warn("a part that was sent could not be closed", e);
        }
    }
}
