package atrium.files.http;

import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.BodyCutException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * A request's body, handed from the event loop to the one thread that writes it, buffer by buffer and uncopied.
 *
 * <p>As many buffers wait here as its share allows, which may change: {@value #MOST} at most. More are asked for only as
 * the disk takes them; until then the socket is not read, and TCP makes the sender wait. Subscribed to by the first
 * {@link #next}, because that also sends {@code 100 Continue}: whoever is refused before never sends the body.
 *
 * <p>Owns every buffer from {@code onNext} on. {@link #next} and {@link #close} are for the one reader, {@link #cut} and
 * the signals for any thread.
 */
final class ArrivingBody implements Body, CoreSubscriber<DataBuffer> {

    /** Buffers; one has what one read of the socket gave, 64 KiB where bytes come fast. */
    static final int MOST = 8;

    private static final Duration PATIENCE_TO_SKIP = Duration.ofSeconds(1);
    private static final Object END = new Object();

    private final Flux<DataBuffer> source;
    private final long came;
    private final long announced;
    private final Duration patience;
    private final IntSupplier share;
    private final Runnable whenClosed;
    /** Buffers, then one end: {@link #END} or a {@link BodyCutException}; room for the end of the body and for a cut. */
    private final BlockingQueue<Object> arrived = new ArrayBlockingQueue<>(MOST + 2);

    private volatile @Nullable Subscription subscription;
    private volatile boolean closed;
    /** The sender has said that no more comes, in order or not. */
    private volatile boolean ended;

    private boolean subscribed;
    private boolean cut;
    /** Buffers that were asked for and not yet taken. */
    private int outstanding;

    private @Nullable DataBuffer current;
    private DataBuffer.@Nullable ByteBufferIterator pieces;

    /**
     * @param came when its request did, as {@link System#nanoTime}
     * @param announced the length that the request's header gives; -1 if it gives none
     * @param share how many buffers may wait here now, from 1 to {@link #MOST}
     */
    ArrivingBody(
            Flux<DataBuffer> source,
            long came,
            long announced,
            Duration patience,
            IntSupplier share,
            Runnable whenClosed) {
        this.source = source;
        this.came = came;
        this.announced = announced;
        this.patience = patience;
        this.share = share;
        this.whenClosed = whenClosed;
    }

    @Override
    public @Nullable ByteBuffer next() throws BodyCutException {
        if (!subscribed) {
            subscribed = true;
            outstanding = share.getAsInt();
            source.subscribe(this);
        }
        return next(patience);
    }

    @Override
    public long announced() {
        return announced;
    }

    @Override
    public long came() {
        return came;
    }

    @Override
    public void cut(Reason reason) {
        arrived.offer(new BodyCutException(reason));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        skipLittle();
        closed = true;
        Subscription upstream = subscription;
        if (upstream != null && !ended) {
            upstream.cancel();
        }
        releaseCurrent();
        releaseArrived();
        whenClosed.run();
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        subscription = upstream;
        if (closed) {
            upstream.cancel();
        } else {
            upstream.request(outstanding);
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        if (closed || !arrived.offer(buffer)) {
            DataBufferUtils.release(buffer);
        } else if (closed) {
            releaseArrived();
        }
    }

    @Override
    public void onError(Throwable error) {
        ended = true;
        cut(Reason.GONE);
    }

    @Override
    public void onComplete() {
        ended = true;
        arrived.offer(END);
    }

    /**
     * Reads on a little where somebody is refused in mid-body: a connection that is closed over unread bytes is reset,
     * and the reset may overtake the answer (RFC 9112, section 9.6).
     */
    private void skipLittle() {
        try {
            for (int skipped = 0; subscribed && !cut && skipped < OpenBodies.MAX_SKIPPED; ) {
                ByteBuffer piece = next(PATIENCE_TO_SKIP);
                if (piece == null) {
                    return;
                }
                skipped += piece.remaining();
            }
        } catch (BodyCutException e) {
            // It has ended, one way or the other.
        }
    }

    private @Nullable ByteBuffer next(Duration wait) throws BodyCutException {
        while (pieces == null || !pieces.hasNext()) {
            releaseCurrent();
            if (!takeNext(wait)) {
                return null;
            }
        }
        return pieces.next();
    }

    /** Waits for a buffer and makes it current; false at the end, which stays the end however often somebody asks. */
    private boolean takeNext(Duration wait) throws BodyCutException {
        Object signal = poll(wait);
        if (signal instanceof DataBuffer buffer) {
            current = buffer;
            pieces = buffer.readableByteBuffers();
            askForMore();
            return true;
        }
        arrived.offer(signal);
        if (signal instanceof BodyCutException early) {
            cut = true;
            throw early;
        }
        return false;
    }

    private Object poll(Duration wait) {
        try {
            Object signal = arrived.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
            return signal == null ? new BodyCutException(Reason.SILENT) : signal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new BodyCutException(Reason.STOPPING);
        }
    }

    private void askForMore() {
        Subscription upstream = subscription;
        int allowed = share.getAsInt();
        outstanding--;
        if (outstanding <= allowed / 2 && upstream != null) {
            int more = allowed - outstanding;
            outstanding = allowed;
            upstream.request(more);
        }
    }

    private void releaseCurrent() {
        if (pieces != null) {
            pieces.close();
            pieces = null;
        }
        if (current != null) {
            DataBufferUtils.release(current);
            current = null;
        }
    }

    private void releaseArrived() {
        for (Object signal = arrived.poll(); signal != null; signal = arrived.poll()) {
            if (signal instanceof DataBuffer buffer) {
                DataBufferUtils.release(buffer);
            }
        }
    }
}
