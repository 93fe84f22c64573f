package atrium.chat.admission;

import atrium.platform.lifecycle.Phases;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.function.Consumer;
import org.springframework.context.SmartLifecycle;

/**
 * All open connections of a transport. When the service stops they are told so, who comes later, too, and the stop waits
 * until they are gone.
 */
public final class OpenConnections implements SmartLifecycle {

    private final Consumer<Channel> sayGoodbye;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean running;
    private volatile boolean stopping;

    /** @param sayGoodbye tells the peer that this instance goes away and ends the connection; called on its event loop */
    public OpenConnections(Consumer<Channel> sayGoodbye) {
        this.sayGoodbye = sayGoodbye;
    }

    public boolean accepting() {
        return !stopping;
    }

    /** Remembers {@code channel}, whose pipeline is complete. On its event loop. */
    public void add(Channel channel) {
        open.add(channel);
        if (stopping) {
            sayGoodbye.accept(channel);
        }
    }

    @Override
    public void start() {
        stopping = false;
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        stopping = true;
        running = false;
        open.forEach(channel -> channel.eventLoop().execute(() -> sayGoodbye.accept(channel)));
        open.newCloseFuture().addListener(all -> done.run());
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phases.DRAIN;
    }
}
