package atrium.gateway.auth.oidc;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who is at the provider now. Each may come back once, and within ten minutes; beyond {@link #MOST} the one that left first
 * has to begin again. In memory: a restart costs a click.
 */
public final class PendingSignIns {

    public static final Duration LIFETIME = Duration.ofMinutes(10);

    static final int MOST = 10_000;

    private final Supplier<String> secrets;
    private final InstantSource clock;

    /** By state, the first first; guarded by this. */
    private final Map<String, PendingSignIn> pending = new LinkedHashMap<>();

    /** @param secrets for the verifier: 43 to 128 unreserved characters (RFC 7636, section 4.1) */
    public PendingSignIns(Supplier<String> secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    public synchronized PendingSignIn begin(String state, URI redirectUri, URI to) {
        Instant now = clock.instant();
        forgetFirst(now);
        PendingSignIn begun = new PendingSignIn(state, secrets.get(), redirectUri, to, now.plus(LIFETIME));
        pending.put(state, begun);
        return begun;
    }

    /** Who left with {@code state}, and is back: nobody a second time. */
    public synchronized Optional<PendingSignIn> take(String state) {
        return Optional.ofNullable(pending.remove(state))
                .filter(found -> clock.instant().isBefore(found.expires()));
    }

    private void forgetFirst(Instant now) {
        Iterator<PendingSignIn> first = pending.values().iterator();
        while (first.hasNext()) {
            boolean expired = !now.isBefore(first.next().expires());
            if (!expired && pending.size() < MOST) {
                return;
            }
            first.remove();
        }
    }

    synchronized int count() {
        return pending.size();
    }
}
