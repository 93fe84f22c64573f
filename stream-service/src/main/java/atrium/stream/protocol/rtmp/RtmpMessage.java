package atrium.stream.protocol.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.DefaultByteBufHolder;

/** One message (RTMP 1.0, section 6.1); owns one reference to its body. */
public final class RtmpMessage extends DefaultByteBufHolder {

    /** Protocol control, section 5.4. */
    public static final int SET_CHUNK_SIZE = 1;

    public static final int ABORT = 2;
    public static final int ACKNOWLEDGEMENT = 3;
    public static final int USER_CONTROL = 4;
    public static final int WINDOW_SIZE = 5;
    public static final int PEER_BANDWIDTH = 6;
    /** Media and data, section 7.1. */
    public static final int AUDIO = 8;

    public static final int VIDEO = 9;
    public static final int DATA_AMF3 = 15;
    public static final int COMMAND_AMF3 = 17;
    public static final int DATA = 18;
    public static final int COMMAND = 20;

    private final int type;
    private final int streamId;
    private final int timestamp;

    /** Takes ownership of {@code body}. */
    public RtmpMessage(int type, int streamId, int timestamp, ByteBuf body) {
        super(body);
        this.type = type;
        this.streamId = streamId;
        this.timestamp = timestamp;
    }

    public int type() {
        return type;
    }

    public int streamId() {
        return streamId;
    }

    /** Milliseconds, modulo 2^32. */
    public int timestamp() {
        return timestamp;
    }

    @Override
    public ByteBufHolder replace(ByteBuf body) {
        return new RtmpMessage(type, streamId, timestamp, body);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RtmpMessage that
                && type == that.type
                && streamId == that.streamId
                && timestamp == that.timestamp
                && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type + timestamp) + content().hashCode();
    }

    @Override
    public String toString() {
        return "RtmpMessage[type=" + type + ", streamId=" + streamId + ", timestamp=" + timestamp + ", bytes="
                + content().readableBytes() + "]";
    }
}
