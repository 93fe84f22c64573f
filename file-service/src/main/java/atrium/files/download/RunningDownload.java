package atrium.files.download;

import io.micrometer.core.instrument.Timer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * One request's answer, timed, and cut when its client takes none of it for too long.
 *
 * <p>Looks are planned only for what did not leave at once, which a short answer does.
 */
final class RunningDownload extends MonoOperator<Void, Void> {

    private static final Logger log = LoggerFactory.getLogger(RunningDownload.class);

    /** A client is cut that has taken nothing between this many looks. */
    private static final int LOOKS = 4;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final DownloadMeters meters;
    private final Supplier<Duration> patience;

    RunningDownload(
            Mono<Void> answer,
            HttpServerRequest request,
            HttpServerResponse response,
            DownloadMeters meters,
            Supplier<Duration> patience) {
        super(answer);
        this.request = request;
        this.response = response;
        this.meters = meters;
        this.patience = patience;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
        Run run = new Run(actual, meters.begin());
        source.subscribe(run);
        if (!run.ended) {
            run.lookLater();
        }
    }

    private final class Run implements CoreSubscriber<Void>, Subscription, Runnable {

        private final CoreSubscriber<? super Void> actual;
        private final Timer.Sample begun;
        private final Channel channel = FileSender.channelOf(response);
        private final long lookMillis =
                Math.max(1, patience.get().dividedBy(LOOKS).toMillis());
        private volatile boolean ended;
        private @Nullable Subscription upstream;
        private @Nullable Queue before;
        private int unchanged;

        Run(CoreSubscriber<? super Void> actual, Timer.Sample begun) {
            this.actual = actual;
            this.begun = begun;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // it finds out by itself that it is needed no more
        void lookLater() {
            channel.eventLoop().schedule(this, lookMillis, TimeUnit.MILLISECONDS);
        }

        @Override
        public void run() {
            ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
            if (ended || out == null) {
                return;
            }
            Queue now = Queue.of(out);
            unchanged = now.isEmpty() || !now.equals(before) ? 0 : unchanged + 1;
            before = now;
            if (unchanged < LOOKS || isTakenByTheClient()) {
                lookLater();
            } else {
                log.debug("a client has taken nothing for {} ms, its download is cut", LOOKS * lookMillis);
                channel.close();
            }
        }

        /**
         * The kernel says that it wants more only after megabytes, and a slow client takes those for a long time. So it is
         * asked, too: data goes out only while the client has room, and somebody who is gone acknowledges none.
         */
        private boolean isTakenByTheClient() {
            if (channel instanceof EpollSocketChannel socket) {
                EpollTcpInfo info = socket.tcpInfo();
                return Math.max(info.lastDataSent(), info.lastAckRecv()) < LOOKS * lookMillis;
            }
            return false;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void onNext(Void nothing) {
            // There is none.
        }

        @Override
        public void onComplete() {
            end();
            actual.onComplete();
        }

        @Override
        public void onError(Throwable error) {
            end();
            actual.onError(error);
        }

        @Override
        public void request(long n) {
            Objects.requireNonNull(upstream).request(n);
        }

        @Override
        public void cancel() {
            end();
            Objects.requireNonNull(upstream).cancel();
        }

        private void end() {
            if (!ended) {
                ended = true;
                meters.end(begun, request.method().name(), response.status().code());
            }
        }
    }

    /** How far a connection has come: what it sends now, how much of that is gone, and what waits behind. */
    private record Queue(@Nullable Object current, long progress, long waiting) {

        static Queue of(ChannelOutboundBuffer out) {
            return new Queue(out.current(), out.currentProgress(), out.totalPendingWriteBytes());
        }

        boolean isEmpty() {
            return current == null;
        }
    }
}
