package atrium.gateway.tunnel;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * Which tunnels a session has opened, so that they end with it: a token is looked at when a tunnel is opened, and never
 * again. Any thread.
 */
final class SessionTunnels {

    private final ConcurrentMap<String, Set<Channel>> clients = new ConcurrentHashMap<>();
    private final Predicate<String> over;

    /** @param over whether a session has been ended */
    SessionTunnels(Predicate<String> over) {
        this.over = over;
    }

    /** {@code client} is closed when {@code session} ends. */
    void add(String session, Channel client) {
        clients.compute(session, (same, known) -> {
            Set<Channel> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(client);
            return all;
        });
        client.closeFuture().addListener(closed -> remove(session, client));
        if (over.test(session)) {
            client.close(); // it ended while this was being opened
        }
    }

    void end(String session) {
        clients.getOrDefault(session, Set.of()).forEach(Channel::close);
    }

    /** Sessions with tunnels. */
    int size() {
        return clients.size();
    }

    private void remove(String session, Channel client) {
        clients.computeIfPresent(session, (same, known) -> {
            known.remove(client);
            return known.isEmpty() ? null : known;
        });
    }
}
