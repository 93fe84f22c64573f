package atrium.chat.transport.danmaku;

import atrium.chat.room.CloseReason;
import atrium.platform.lifecycle.Phases;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.springframework.context.SmartLifecycle;

/** All open connections, over TCP and WebSocket. When the service stops they are told so; who comes later, too. */
final class DanmakuConnections implements SmartLifecycle {

    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean running;
    private volatile boolean stopping;

    boolean accepting() {
        return !stopping;
    }

    /** Remembers {@code channel}, which has its {@link DanmakuSession} already. On its event loop. */
    void add(Channel channel) {
        open.add(channel);
        if (stopping) {
            sayGoodbye(channel);
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
        open.forEach(channel -> channel.eventLoop().execute(() -> sayGoodbye(channel)));
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

    private static void sayGoodbye(Channel channel) {
        DanmakuSession session = channel.pipeline().get(DanmakuSession.class);
        if (session != null) {
            session.close(CloseReason.GOING_AWAY, CloseReason.GOING_AWAY.text());
        }
    }
}
