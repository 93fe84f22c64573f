package atrium.stream.egress.jpeg;

import atrium.stream.edge.StreamProblem;
import atrium.stream.live.LiveStream;
import atrium.stream.media.MediaFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures of streams. However many ask, a key picture is decoded once for each width; what was made last is kept, and
 * who comes while it is being made waits for it. Thread-safe.
 *
 * <p>So many are decoded at once as there are threads, and so many wait as the queue holds; whoever comes then is sent
 * away, to come again. The threads are platform threads, because decoding blocks in the kernel.
 */
public final class Snapshots implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    private static final int KEPT = 32;
    private static final int WAITING = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final PictureDecoder decoder;
    private final ThreadPoolExecutor threads;

    private final Map<Key, CompletableFuture<Snapshot>> kept = new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CompletableFuture<Snapshot>> eldest) {
            return size() > KEPT;
        }
    };

    /** A picture at a time: a stream that ended and one of the same name that came later are two. */
    private record Key(LiveStream stream, long dts, int maxWidth) {}

    /** @param parallel how many pictures are decoded at once */
    public Snapshots(PictureDecoder decoder, int parallel) {
        this.decoder = decoder;
        this.threads = new ThreadPoolExecutor(
                parallel,
                parallel,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("snapshot-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** The last key picture of {@code stream}, waiting for one where there is none; fails with the problem to answer. */
    CompletableFuture<Snapshot> take(LiveStream stream, int maxWidth) {
        return KeyPicture.of(stream, PATIENCE).thenCompose(key -> jpeg(key, new Key(stream, key.dts(), maxWidth)));
    }

    /** Pictures that are being decoded are still made; no more are. */
    @Override
    public void close() {
        threads.shutdown();
    }

    /** Takes ownership of {@code picture}. */
    private CompletableFuture<Snapshot> jpeg(MediaFrame picture, Key key) {
        CompletableFuture<Snapshot> made = new CompletableFuture<>();
        synchronized (kept) {
            CompletableFuture<Snapshot> before = kept.putIfAbsent(key, made);
            if (before != null) {
                picture.release();
                return before.copy();
            }
        }
        try {
            threads.execute(() -> decode(picture, key, made));
        } catch (RejectedExecutionException e) {
            picture.release();
            fail(key, made, "Too many pictures are asked for at once.");
        }
        return made.copy();
    }

    private void decode(MediaFrame picture, Key key, CompletableFuture<Snapshot> made) {
        try {
            made.complete(Snapshot.of(decoder.jpeg(picture, key.maxWidth())));
        } catch (IOException e) {
            log.debug("no snapshot of {}", key.stream().name(), e);
            fail(key, made, "The picture could not be decoded: " + e.getMessage());
        } catch (RuntimeException e) {
            log.warn("no snapshot of {}", key.stream().name(), e);
            fail(key, made, "The picture could not be decoded.");
        } finally {
            picture.release();
        }
    }

    /** What failed is not kept: the next who asks may be luckier. */
    private void fail(Key key, CompletableFuture<Snapshot> made, String detail) {
        synchronized (kept) {
            kept.remove(key, made);
        }
        made.completeExceptionally(
                StreamProblem.SNAPSHOT_UNAVAILABLE.with(detail).retryAfter(RETRY));
    }
}
