package atrium.chat.admission;

import atrium.chat.session.RateLimit;
import io.netty.channel.Channel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Who has connected lately, by address. A whole /64 of IPv6 counts as one, because one subscriber has that many.
 *
 * <p>Bounded: an address is forgotten once its rate has recovered and it has no connection, and addresses beyond the
 * bound share one place, so that many of them get no more than one. Any thread.
 */
public final class Visitors {

    private static final int MOST = 1 << 16;

    /** Not the start of any unicast address (RFC 4291, section 2.4). */
    private static final long ALL_OTHERS = -1;

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final Map<Long, Visitor> known = new ConcurrentHashMap<>();
    private final AtomicLong sweptAt;

    Visitors(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.sweptAt = new AtomicLong(nanoTime.getAsLong());
    }

    Visitor from(InetAddress address, HandshakeProperties limits) {
        long now = nanoTime.getAsLong();
        forgetOld(now, limits);
        Long key = key(address);
        boolean room = known.size() < MOST || known.containsKey(key);
        return known.computeIfAbsent(room ? key : ALL_OTHERS, unknown -> new Visitor(now));
    }

    /** Addresses that are remembered. */
    int size() {
        return known.size();
    }

    private void forgetOld(long now, HandshakeProperties limits) {
        long last = sweptAt.get();
        if (now - last >= SWEEP_NANOS && sweptAt.compareAndSet(last, now)) {
            long recovery = TimeUnit.SECONDS.toNanos(limits.burst()) / limits.rate();
            known.values().removeIf(visitor -> visitor.isGone(now, recovery));
        }
    }

    private static Long key(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address ? bytes.getInt() & 0xFFFF_FFFFL : bytes.getLong();
    }

    /** One address, or all that found no place. */
    public static final class Visitor {

        private final RateLimit rate;
        private final AtomicInteger connections = new AtomicInteger();
        private long seenAt;

        private Visitor(long now) {
            this.rate = new RateLimit(now);
            this.seenAt = now;
        }

        /** Counts an attempt to connect if it may be made. */
        synchronized boolean mayTry(long now, HandshakeProperties limits) {
            seenAt = now;
            return rate.tryTake(now, limits.rate(), limits.burst());
        }

        int connections() {
            return connections.get();
        }

        /** Whether it has as many connections as it may. */
        boolean hasAll(HandshakeProperties limits) {
            return limits.connections() > 0 && connections() >= limits.connections();
        }

        /** Counts {@code channel} until it is closed. */
        public void connected(Channel channel) {
            connections.incrementAndGet();
            channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        }

        private synchronized boolean isGone(long now, long recovery) {
            return connections.get() == 0 && now - seenAt > recovery;
        }
    }
}
