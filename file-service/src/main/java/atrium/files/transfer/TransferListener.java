package atrium.files.transfer;

import atrium.files.upload.BodyCutException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A port that takes files: a virtual thread a sender.
 *
 * <p>Who is one too many is told so, as long as it is not {@link #REFUSALS} times too many; then it is closed without a
 * word, since telling holds a thread and a file descriptor, too.
 */
public final class TransferListener implements Closeable {

    private static final int BACKLOG = 1024;
    private static final int REFUSALS = 2;
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);
    private static final Duration BREATH = Duration.ofMillis(100);

    private final Destination destination;
    private final Supplier<Terms> terms;
    private final Outcomes outcomes;
    private final ServerSocketChannel listening;
    private final ScheduledThreadPoolExecutor timer = timer();
    private final Set<TransferConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger admitted = new AtomicInteger();
    private final Phaser ends = new Phaser(1);

    private TransferListener(
            ServerSocketChannel listening, Destination destination, Supplier<Terms> terms, Outcomes outcomes) {
        this.listening = listening;
        this.destination = destination;
        this.terms = terms;
        this.outcomes = outcomes;
    }

    /**
     * Begins to listen.
     *
     * @param terms asked for each sender that comes
     * @throws java.net.BindException if somebody else listens there already
     */
    @SuppressWarnings("resource") // the listener's, which is closed
    public static TransferListener listen(
            InetSocketAddress address, Destination destination, Supplier<Terms> terms, Outcomes outcomes)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        TransferListener listener = new TransferListener(channel, destination, terms, outcomes);
        Thread.ofVirtual().name("transfer-accept").start(listener::accept);
        return listener;
    }

    /** The port in use, also where the wanted one was 0. */
    public int port() {
        return listening.socket().getLocalPort();
    }

    /** How many senders are being listened to. */
    public int connections() {
        return admitted.get();
    }

    /** Refuses new senders, cuts the ones there are, and waits until they have left nothing. */
    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(connection -> connection.cut(Reason.STOPPING));
        try {
            ends.awaitAdvanceInterruptibly(ends.arrive(), LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(open.size() + " transfers had not ended after " + LAST_WRITES, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            timer.shutdownNow();
        }
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                begin(listening.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                outcomes.failed(e);
                LockSupport.parkNanos(BREATH.toNanos()); // no file descriptor may be left: without it, this would spin
            }
        }
    }

    private void begin(SocketChannel channel) throws IOException {
        Terms now = terms.get();
        InetAddress peer = channel.socket().getInetAddress();
        if (open.size() >= REFUSALS * now.maxConnections()) {
            channel.close();
            outcomes.refused(peer, tooMany(now));
            return;
        }
        TransferConnection connection = new TransferConnection(channel, peer, destination, now, outcomes, timer);
        open.add(connection);
        ends.register();
        Thread.ofVirtual().name("transfer").start(() -> serve(connection, peer, now));
        if (!listening.isOpen()) {
            connection.cut(Reason.STOPPING);
        }
    }

    private void serve(TransferConnection connection, InetAddress peer, Terms now) {
        boolean allowed = now.allowed().test(peer);
        boolean free = allowed && admit(now.maxConnections());
        try {
            connection.run(free ? Optional.empty() : Optional.of(allowed ? tooMany(now) : notFrom(peer)));
        } finally {
            if (free) {
                admitted.decrementAndGet();
            }
            open.remove(connection);
            ends.arriveAndDeregister();
        }
    }

    private boolean admit(int most) {
        return admitted.getAndUpdate(count -> Math.min(count + 1, Math.max(count, most))) < most;
    }

    private static String tooMany(Terms now) {
        return "too many transfers are running (allowed: " + now.maxConnections() + "); try again later";
    }

    private static String notFrom(InetAddress peer) {
        return "files are not taken from " + peer.getHostAddress();
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("transfer-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
