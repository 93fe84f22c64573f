package atrium.chat.transport.websocket;

import atrium.chat.room.CloseReason;
import atrium.platform.lifecycle.Phases;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.springframework.context.SmartLifecycle;

/** All open connections. When the service stops they are told so, and the web server waits until they are gone. */
final class WebSocketConnections implements SmartLifecycle {

    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean accepting;

    boolean accepting() {
        return accepting;
    }

    /** Remembers {@code channel}, which has its {@link WebSocketMember} already. On its event loop. */
    void add(Channel channel) {
        open.add(channel);
        if (!accepting) {
            sayGoodbye(channel);
        }
    }

    @Override
    public void start() {
        accepting = true;
    }

    @Override
    public void stop(Runnable done) {
        accepting = false;
        open.forEach(channel -> channel.eventLoop().execute(() -> sayGoodbye(channel)));
        open.newCloseFuture().addListener(all -> done.run());
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return accepting;
    }

    @Override
    public int getPhase() {
        return Phases.DRAIN;
    }

    private static void sayGoodbye(Channel channel) {
        WebSocketMember member = channel.pipeline().get(WebSocketMember.class);
        if (member != null) {
            member.close(CloseReason.GOING_AWAY);
        }
    }
}
