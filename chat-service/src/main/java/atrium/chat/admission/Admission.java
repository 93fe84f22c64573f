package atrium.chat.admission;

import atrium.chat.problem.ChatProblem;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Whether a client may connect at all, whatever it asks for. Any thread. */
public final class Admission {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    private final Supplier<HandshakeProperties> properties;
    private final LongSupplier nanoTime;
    private final Visitors visitors;

    /** @param nanoTime any clock that only goes forward, in nanoseconds */
    public Admission(Supplier<HandshakeProperties> properties, LongSupplier nanoTime) {
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.visitors = new Visitors(nanoTime);
    }

    /**
     * Counts the attempt.
     *
     * @return who makes it
     * @throws atrium.platform.problem.ProblemException if it may not be made
     */
    public Visitors.Visitor admit(ServerHttpRequest request) {
        HandshakeProperties limits = properties.get();
        Client client = Client.of(request);
        Visitors.Visitor visitor = visitors.from(client.address(), limits);
        if (!mayTry(visitor, client.address(), limits)) {
            throw ChatProblem.TOO_MANY_CONNECTIONS
                    .with("Your address connects too often; connect more slowly.")
                    .retryAfter(SOON);
        }
        if (!Origins.allow(request.getHeaders().getOrEmpty(HttpHeaders.ORIGIN), client.host(), limits.origins())) {
            throw ChatProblem.ORIGIN_NOT_ALLOWED.with("Open the chat from its own page.");
        }
        if (visitor.hasAll(limits)) {
            throw ChatProblem.TOO_MANY_CONNECTIONS
                    .with("Your address has %d connections already.".formatted(limits.connections()))
                    .retryAfter(LATER);
        }
        return visitor;
    }

    /** Whether {@code channel}, a connection without a request, may stay; counts it as long as it does. */
    public boolean admit(Channel channel) {
        HandshakeProperties limits = properties.get();
        InetAddress address = Client.addressOf(channel.remoteAddress());
        Visitors.Visitor visitor = visitors.from(address, limits);
        if (!mayTry(visitor, address, limits) || visitor.hasAll(limits)) {
            return false;
        }
        visitor.connected(channel);
        return true;
    }

    /** This machine itself, or a proxy on it that does not say whom it speaks for, has no rate: it would be everybody's. */
    private boolean mayTry(Visitors.Visitor visitor, InetAddress address, HandshakeProperties limits) {
        return address.isLoopbackAddress() || visitor.mayTry(nanoTime.getAsLong(), limits);
    }
}
