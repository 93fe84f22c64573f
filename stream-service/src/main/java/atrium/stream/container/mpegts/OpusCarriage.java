package atrium.stream.container.mpegts;

import atrium.stream.codec.opus.OpusConfig;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Of Opus, mono or stereo: private data with a control header before each packet (ETSI TS 103 491, as ffmpeg writes it). */
final class OpusCarriage implements Carriage {

    /** {@code control_header_prefix} and three flags, none of them set. */
    private static final int CONTROL_HEADER = 0x7fe0;

    private static final int MAX_PACKET = 60_000;

    private final int channels;

    private OpusCarriage(int channels) {
        this.channels = channels;
    }

    /** Null for what has a channel mapping table (RFC 7845, section 5.1.1). */
    static @Nullable OpusCarriage of(OpusConfig config) {
        byte[] head = config.bytes();
        boolean plain = head[18] == 0 && config.channels() <= 2;
        return plain ? new OpusCarriage(config.channels()) : null;
    }

    @Override
    public int streamType() {
        return StreamType.PRIVATE_PES;
    }

    @Override
    public int streamId() {
        return PRIVATE_1;
    }

    /** A registration_descriptor (section 2.6.8), and an extension descriptor of DVB with {@code channel_config_code}. */
    @Override
    public void describe(ByteBuf out) {
        out.writeShort(0x0504).writeInt(0x4f707573); // "Opus"
        out.writeShort(0x7f02).writeByte(0x80).writeByte(channels);
    }

    @Override
    public int size(ByteBuf frame, boolean key) {
        int packet = frame.readableBytes();
        return packet == 0 || packet > MAX_PACKET ? REFUSED : 2 + packet / 255 + 1 + packet;
    }

    @Override
    public void write(PesWriter out, ByteBuf frame, boolean key) {
        out.octet(CONTROL_HEADER >> 8);
        out.octet(CONTROL_HEADER & 0xff);
        int rest = frame.readableBytes();
        while (rest >= 255) {
            out.octet(255);
            rest -= 255;
        }
        out.octet(rest);
        out.bytes(frame, frame.readerIndex(), frame.readableBytes());
    }
}
