package atrium.stream.container.mpegts;

import atrium.stream.codec.aac.AudioSpecificConfig;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Of AAC: each frame after a header that says how to decode it (ADTS, ISO/IEC 13818-7, section 6.2, and 14496-3, section
 * 1.A.2.2). The header has two bits for the object type and none for what SBR adds: HE-AAC is sent as the AAC LC that it
 * extends, and the decoder finds the extension in the frames (14496-3, section 1.6.5.2).
 */
final class AdtsCarriage implements Carriage {

    private static final int HEADER = 7;
    private static final int MAX_FRAME = 0x1fff;

    private static final int LC = 2;
    private static final int LTP = 4;
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int LAST_RATE = 12;
    private static final int LAST_CHANNELS = 7;

    /** The 56 bits of the header, without the frame's length. */
    private final long header;

    private AdtsCarriage(int objectType, int rateIndex, int channels) {
        // syncword, MPEG-4, layer 0, no CRC
        long fixed = 0xfff1L << 40 | (long) (objectType - 1) << 38 | (long) rateIndex << 34 | (long) channels << 30;
        this.header = fixed | 0x7ffL << 2; // adts_buffer_fullness: variable rate
    }

    /** Null where ADTS has no bits for it: 960 samples a frame, a rate or channels that are not in its tables. */
    static @Nullable AdtsCarriage of(AudioSpecificConfig config) {
        byte[] bytes = config.bytes();
        int bits = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        int objectType = bits >> 11;
        int rateIndex = bits >> 7 & 0xf;
        int channels = bits >> 3 & 0xf;
        boolean shortFrames = objectType <= LTP && (bits & 4) != 0; // frameLengthFlag, section 4.4.1
        if (objectType == SBR || objectType == PS) {
            objectType = LC;
        }
        boolean fits = objectType >= 1 && objectType <= LTP && rateIndex <= LAST_RATE && !shortFrames;
        return fits && channels >= 1 && channels <= LAST_CHANNELS
                ? new AdtsCarriage(objectType, rateIndex, channels)
                : null;
    }

    @Override
    public int streamType() {
        return StreamType.AAC_ADTS;
    }

    @Override
    public int streamId() {
        return AUDIO;
    }

    @Override
    public int size(ByteBuf frame, boolean key) {
        int size = HEADER + frame.readableBytes();
        return size == HEADER || size > MAX_FRAME ? REFUSED : size;
    }

    @Override
    public void write(PesWriter out, ByteBuf frame, boolean key) {
        long bits = header | (long) (HEADER + frame.readableBytes()) << 13;
        for (int shift = 48; shift >= 0; shift -= 8) {
            out.octet((int) (bits >> shift));
        }
        out.bytes(frame, frame.readerIndex(), frame.readableBytes());
    }
}
