package atrium.stream.live;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;

/** A viewer's connection, as far as a stream needs it. */
public interface Outlet {

    /** Tells the event loop, and whether more may be written. */
    Channel channel();

    /**
     * Where packed frames are written: the channel, or a place in its pipeline behind the codec, since packed frames
     * are already framed.
     */
    ChannelOutboundInvoker writer();

    /** Says good-bye in the connection's protocol and closes. Called on the channel's event loop, at most once. */
    void end(Ending ending);
}
