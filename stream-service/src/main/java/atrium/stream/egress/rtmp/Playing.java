package atrium.stream.egress.rtmp;

import atrium.stream.live.LiveStream;
import atrium.stream.live.StreamName;
import atrium.stream.protocol.rtmp.RtmpActivity;
import atrium.stream.protocol.rtmp.RtmpPeer;
import atrium.stream.protocol.rtmp.RtmpService;
import atrium.stream.protocol.rtmp.StreamAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets peers of the allowed networks play public streams. */
public final class Playing implements RtmpService {

    private static final Logger log = LoggerFactory.getLogger(Playing.class);

    private final Function<StreamName, Optional<LiveStream>> streams;
    private final Supplier<RtmpPlayProperties> properties;

    /** @param streams finds a stream, or makes one of another */
    public Playing(Function<StreamName, Optional<LiveStream>> streams, Supplier<RtmpPlayProperties> properties) {
        this.streams = streams;
        this.properties = properties;
    }

    @Override
    public RtmpActivity begin(RtmpPeer peer, StreamAddress address) {
        Player player = new Player(peer, address);
        if (!isAllowed(peer.channel().remoteAddress())) {
            log.info("RTMP {}: may not play", peer.channel().remoteAddress());
            player.refuse("NetStream.Play.Failed", "Streams are not played by RTMP from this address.");
            return player;
        }
        StreamName.of(address.name())
                .flatMap(streams)
                .filter(LiveStream::isPublic)
                .ifPresentOrElse(player::watch, player::refuseUnknown);
        return player;
    }

    private boolean isAllowed(SocketAddress remote) {
        return remote instanceof InetSocketAddress socket
                && socket.getAddress() != null
                && properties.get().allow(socket.getAddress());
    }
}
