package atrium.stream.pull.proxy;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One child's right to connect, from its start to its end: at most {@value #MAX_CONNECTIONS} connections at once. Safe
 * for any thread.
 *
 * <p>It also remembers why something was not connected to, since the child is only told that it was not.
 */
final class Pass implements AutoCloseable {

    /** A master playlist with many variants opens one each while it is probed. */
    static final int MAX_CONNECTIONS = 32;

    private final Set<Channel> connections = new HashSet<>();
    private final CompletableFuture<String> refusal = new CompletableFuture<>();
    private boolean closed;
    private volatile @Nullable String trouble;

    /** Counts {@code channel} until it is closed; false if it is one too many or comes too late. */
    synchronized boolean admit(Channel channel) {
        if (closed || connections.size() == MAX_CONNECTIONS) {
            return false;
        }
        connections.add(channel);
        channel.closeFuture().addListener(done -> leave(channel));
        return true;
    }

    /** The policy does not allow what was asked for. */
    void refuse(String reason) {
        refusal.complete(reason);
    }

    /** What was asked for could not be had. */
    void failed(String reason) {
        trouble = reason;
    }

    /** What was asked for was had: earlier troubles were overcome. */
    void succeeded() {
        trouble = null;
    }

    /** Completes with the reason if something is refused, else never. */
    CompletableFuture<String> refusal() {
        return refusal.copy();
    }

    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Ends all connections. */
    @Override
    public void close() {
        List<Channel> open;
        synchronized (this) {
            closed = true;
            open = new ArrayList<>(connections);
        }
        open.forEach(Channel::close);
    }

    private synchronized void leave(Channel channel) {
        connections.remove(channel);
    }
}
