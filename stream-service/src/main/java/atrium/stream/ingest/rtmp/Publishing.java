package atrium.stream.ingest.rtmp;

import atrium.stream.live.StreamMeters;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.protocol.rtmp.RtmpActivity;
import atrium.stream.protocol.rtmp.RtmpPeer;
import atrium.stream.protocol.rtmp.RtmpService;
import atrium.stream.protocol.rtmp.StreamAddress;
import java.util.function.Supplier;

/** Lets peers publish who have the stream's key. */
public final class Publishing implements RtmpService {

    private final StreamRegistry streams;
    private final KeyCheck keys;
    private final Supplier<RtmpProperties> properties;
    private final StreamMeters meters;

    public Publishing(StreamRegistry streams, KeyCheck keys, Supplier<RtmpProperties> properties, StreamMeters meters) {
        this.streams = streams;
        this.keys = keys;
        this.properties = properties;
        this.meters = meters;
    }

    @Override
    public RtmpActivity begin(RtmpPeer peer, StreamAddress address) {
        StreamName name = StreamName.of(address.name()).orElse(null);
        // What is no name is not repeated: it goes to the log, and may be a key in the wrong place.
        Publisher publisher = new Publisher(peer, name == null ? "no stream" : name.text(), properties.get(), meters);
        if (name == null) {
            publisher.refuse("NetStream.Publish.BadName", "That is not the name of a stream.");
        } else if (!keys.allows(name.text(), address.key())) {
            meters.refused(StreamMeters.Refusal.KEY);
            publisher.refuse("NetStream.Publish.Denied", "The stream key is wrong.");
        } else {
            publisher.admit(streams, name);
        }
        return publisher;
    }
}
