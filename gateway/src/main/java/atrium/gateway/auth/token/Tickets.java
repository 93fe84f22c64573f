package atrium.gateway.auth.token;

import atrium.gateway.auth.problem.AuthProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands for a bearer token in a URL, once and for a minute: what ends up in a history or a log is worth nothing there.
 *
 * <p>A ticket is as good as its token when it is used: not if that has expired or its session is over. In memory alone;
 * a restart ends them.
 */
public final class Tickets {

    /** Beyond it nobody gets another until some have ended. */
    static final int MOST = 20_000;

    private record Ticket(String bearer, Instant expires) {}

    private final Supplier<String> secrets;
    private final Supplier<Duration> lifetime;
    private final InstantSource clock;

    /** In the order in which they end, unless the lifetime was changed. Guarded by this. */
    private final Map<String, Ticket> tickets = new LinkedHashMap<>();

    public Tickets(Supplier<String> secrets, Supplier<Duration> lifetime, InstantSource clock) {
        this.secrets = secrets;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** A ticket for {@code bearer}, a token that was found good. */
    public synchronized String issue(String bearer) {
        Instant now = clock.instant();
        if (tickets.size() >= MOST) {
            tickets.values().removeIf(ticket -> !now.isBefore(ticket.expires()));
        }
        if (tickets.size() >= MOST) {
            throw AuthProblem.BUSY
                    .with("tickets: " + MOST + " are not used yet. Try again shortly.")
                    .retryAfter(lifetime.get());
        }
        String ticket = secrets.get();
        tickets.put(ticket, new Ticket(bearer, now.plus(lifetime.get())));
        return ticket;
    }

    /** The token that {@code ticket} stands for; empty if it was used, has ended, or never was. */
    public synchronized Optional<String> redeem(String ticket) {
        return Optional.ofNullable(tickets.remove(ticket))
                .filter(found -> clock.instant().isBefore(found.expires()))
                .map(Ticket::bearer);
    }
}
