package atrium.stream.container.fmp4;

import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;

/** How long a frame of sound lasts, in samples of its track's rate. */
final class AudioFrames {

    /**
     * AAC's frame (ISO/IEC 14496-3, section 4.5.1.1). High-Efficiency AAC makes 2048 samples of it at twice the rate; its
     * configuration's first rate, which is the track's, is that of the 1024.
     */
    private static final int AAC = 1024;

    private static final int CELT = 16;
    private static final int HYBRID = 12;
    private static final int MILLISECOND = 48;
    /** What an Opus packet of no bytes stands for: a usual one that was lost. */
    private static final int USUAL_OPUS = 20 * MILLISECOND;

    private AudioFrames() {}

    static int samples(Track.Audio track, ByteBuf payload) {
        return track instanceof Track.Opus ? opus(payload) : AAC;
    }

    /** RFC 6716, section 3.1: the TOC byte, and section 3.2.5: the count of frames after it. */
    private static int opus(ByteBuf packet) {
        if (!packet.isReadable()) {
            return USUAL_OPUS;
        }
        int start = packet.readerIndex();
        int toc = packet.getUnsignedByte(start);
        int frames = switch (toc & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> packet.readableBytes() < 2 ? 1 : packet.getUnsignedByte(start + 1) & 0x3f;
        };
        return Math.max(1, frames) * opusFrame(toc >> 3);
    }

    /** RFC 6716, table 2. */
    private static int opusFrame(int configuration) {
        int size = configuration & 3;
        if (configuration >= CELT) {
            return (5 * MILLISECOND << size) / 2;
        }
        if (configuration >= HYBRID) {
            return 10 * MILLISECOND << (size & 1);
        }
        return size == 3 ? 60 * MILLISECOND : 10 * MILLISECOND << size;
    }
}
