package atrium.stream.protocol.rtmp;

/** What is done for a peer that wants to publish, or for one that wants to play. Knows nothing of the other of the two. */
@FunctionalInterface
public interface RtmpService {

    /**
     * A peer asks for a stream. Called on the connection's event loop, so it returns at once; the answer is given through
     * {@code peer}, now or later.
     */
    RtmpActivity begin(RtmpPeer peer, StreamAddress address);
}
