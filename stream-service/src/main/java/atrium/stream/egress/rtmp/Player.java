package atrium.stream.egress.rtmp;

import atrium.stream.egress.VisibleStream;
import atrium.stream.live.Ending;
import atrium.stream.live.Framing;
import atrium.stream.live.Outlet;
import atrium.stream.live.Start;
import atrium.stream.live.StreamEndedException;
import atrium.stream.live.Watch;
import atrium.stream.protocol.rtmp.RtmpActivity;
import atrium.stream.protocol.rtmp.RtmpMessage;
import atrium.stream.protocol.rtmp.RtmpPeer;
import atrium.stream.protocol.rtmp.StreamAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One player, from when it asked to its end; confined to its connection's loop. */
final class Player implements RtmpActivity, Outlet {

    private final RtmpPeer peer;
    private final StreamAddress address;
    private @Nullable Watch watch;
    private boolean ended;

    Player(RtmpPeer peer, StreamAddress address) {
        this.peer = peer;
        this.address = address;
    }

    StreamAddress address() {
        return address;
    }

    /** Also what a server says to a subscriber that has no read access. */
    void refuse(String description) {
        refuse("NetStream.Play.Failed", description);
    }

    void refuseUnknown() {
        refuse("NetStream.Play.StreamNotFound", "No stream has this name now.");
    }

    /** Unless it has gone meanwhile. */
    void watch(VisibleStream stream) {
        if (ended) {
            return;
        }
        Watch begun = stream.watch();
        watch = begun;
        begun.ready()
                .whenCompleteAsync(
                        (nothing, error) -> ready(begun, error), channel().eventLoop());
    }

    @Override
    public void media(RtmpMessage message) {
        // a player has nothing to show
    }

    @Override
    public void stop() {
        leave();
        channel().close();
    }

    @Override
    public void lost(String reason) {
        leave();
    }

    @Override
    public Channel channel() {
        return peer.channel();
    }

    /** Packed frames are whole chunks, and all that handles what leaves is in the session: so, the channel itself. */
    @Override
    public ChannelOutboundInvoker writer() {
        return peer.channel();
    }

    @Override
    public void end(Ending ending) {
        if (!ended) {
            ended = true;
            peer.status("NetStream.Play.UnpublishNotify", address + " is no longer published.");
            peer.streamEnds("NetStream.Play.Stop", ending.detail());
        }
    }

    private void ready(Watch begun, @Nullable Throwable error) {
        if (ended) {
            return;
        }
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        if (cause instanceof StreamEndedException e) {
            refuse(e.ending());
        } else if (cause != null) {
            refuse("internal error");
        } else {
            peer.streamBegins();
            peer.status("NetStream.Play.Reset", "Plays " + address + ".");
            peer.status("NetStream.Play.Start", address + " begins.");
            begun.play(this, RtmpPackaging.RTMP, Framing.NONE, Start.GROUP);
        }
    }

    private void refuse(Ending ending) {
        switch (ending.cause()) {
            case NOT_FOUND -> refuseUnknown();
            case UNAVAILABLE, GOING_AWAY -> refuse(ending.detail());
        }
    }

    private void refuse(String code, String description) {
        if (!ended) {
            ended = true;
            peer.refuse(code, description);
        }
    }

    private void leave() {
        ended = true;
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }
}
