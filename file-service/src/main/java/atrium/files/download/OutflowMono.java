package atrium.files.download;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.io.EOFException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Writes buffers to a channel and completes when the last of them is sent. The next is asked for when one is sent, so
 * that never more than {@value #WINDOW} wait here; Reactor Netty's own {@code send} would ask for 128.
 */
final class OutflowMono extends Mono<Void> {

    static final int WINDOW = 4;

    private final Publisher<ByteBuffer> source;
    private final long length;
    private final Channel channel;

    /** @param length of all buffers together; another length is an error, since it has been announced */
    OutflowMono(Publisher<ByteBuffer> source, long length, Channel channel) {
        this.source = source;
        this.length = length;
        this.channel = channel;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
        source.subscribe(new Outflow(actual, length, channel));
    }

    /** The source's signals come one after another, from any thread; the end is told on the event loop. */
    private static final class Outflow implements CoreSubscriber<ByteBuffer>, Subscription {

        private final CoreSubscriber<? super Void> actual;
        private final Channel channel;
        private volatile @Nullable Subscription upstream;
        private long left;
        private boolean ended;

        Outflow(CoreSubscriber<? super Void> actual, long length, Channel channel) {
            this.actual = actual;
            this.left = length;
            this.channel = channel;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
            subscription.request(WINDOW);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            left -= bytes.remaining();
            channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(this::sent);
        }

        @Override
        public void onError(Throwable error) {
            channel.eventLoop().execute(() -> end(error));
        }

        /** An empty write is sent after all others. */
        @Override
        public void onComplete() {
            if (left == 0) {
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(write -> end(write.cause()));
            } else {
                onError(new EOFException("bytes that the store did not give: " + left));
            }
        }

        @Override
        public void request(long n) {
            // Nothing comes out but the end.
        }

        @Override
        public void cancel() {
            Subscription subscription = upstream;
            if (subscription != null) {
                subscription.cancel();
            }
        }

        private void sent(Future<? super Void> write) {
            Subscription subscription = upstream;
            if (subscription == null) {
                return;
            }
            if (write.isSuccess()) {
                subscription.request(1);
            } else {
                subscription.cancel();
                end(write.cause());
            }
        }

        private void end(@Nullable Throwable cause) {
            if (ended) {
                return;
            }
            ended = true;
            if (cause == null) {
                actual.onComplete();
            } else {
                actual.onError(cause);
            }
        }
    }
}
