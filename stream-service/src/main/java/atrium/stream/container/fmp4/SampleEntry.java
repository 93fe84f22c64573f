package atrium.stream.container.fmp4;

import atrium.stream.codec.opus.OpusConfig;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;

/** Sample entries (ISO/IEC 14496-12, section 8.5.2): what a decoder must know before a track's first sample. */
final class SampleEntry {

    private static final int MAX_PIXELS = 0xffff;
    private static final int DPI_72 = 0x480000;
    private static final int DEPTH_24 = 24;
    private static final int STEREO = 2;
    private static final int SAMPLE_BITS = 16;

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int SYNC_LAYER = 6;
    /** A tag, and a length of four bytes. */
    private static final int DESCRIPTOR_HEADER = 5;
    /** {@code objectTypeIndication} of MPEG-4 audio, and {@code streamType} 5, audio (ISO/IEC 14496-1, 7.2.6.6). */
    private static final int MPEG4_AUDIO = 0x4015;

    private static final int OPUS_MAGIC = 8;
    private static final int OPUS_MAPPING = 18;

    private SampleEntry() {}

    static void write(ByteBuf out, Track track) {
        switch (track) {
            case Track.H264 h264 -> visual(out, "avc1", "avcC", h264);
            case Track.H265 h265 -> visual(out, "hvc1", "hvcC", h265);
            case Track.Av1 av1 -> visual(out, "av01", "av1C", av1);
            case Track.Aac aac -> aac(out, aac);
            case Track.Opus opus -> opus(out, opus);
            case Track.Mpeg1 mpeg1 -> throw new IllegalArgumentException("not carried: " + mpeg1);
            case Track.Mp2 mp2 -> throw new IllegalArgumentException("not carried: " + mp2);
        }
    }

    /** Section 12.1.3. */
    private static void visual(ByteBuf out, String type, String configuration, Track.Video track) {
        int entry = begin(out, type);
        out.writeZero(16);
        out.writeShort(Math.min(track.width(), MAX_PIXELS)).writeShort(Math.min(track.height(), MAX_PIXELS));
        out.writeInt(DPI_72).writeInt(DPI_72).writeInt(0).writeShort(1); // frame_count
        out.writeZero(32).writeShort(DEPTH_24).writeShort(-1);
        Box.write(out, configuration, track.configuration());
        Box.end(out, entry);
    }

    private static void aac(ByteBuf out, Track.Aac track) {
        int entry = audio(out, "mp4a", track);
        int esds = Box.begin(out, "esds", 0, 0);
        elementaryStream(out, track.configuration());
        Box.end(out, esds);
        Box.end(out, entry);
    }

    /** {@code ES_Descriptor} (ISO/IEC 14496-1, section 7.2.6.5) as ISO/IEC 14496-14, section 3.1.2 wants it. */
    private static void elementaryStream(ByteBuf out, byte[] configuration) {
        int specific = DESCRIPTOR_HEADER + configuration.length;
        int decoder = DESCRIPTOR_HEADER + 13 + specific;
        descriptor(out, ES_DESCRIPTOR, 3 + decoder + DESCRIPTOR_HEADER + 1);
        out.writeShort(0).writeByte(0); // ES_ID, no flags
        descriptor(out, DECODER_CONFIG, 13 + specific);
        out.writeShort(MPEG4_AUDIO).writeMedium(0).writeLong(0); // buffer size and bit rates: unknown
        descriptor(out, DECODER_SPECIFIC, configuration.length);
        out.writeBytes(configuration);
        descriptor(out, SYNC_LAYER, 1);
        out.writeByte(2); // reserved for MP4 files
    }

    /** A length is of 7 bits a byte, with the high bit set in all but the last (ISO/IEC 14496-1, section 8.3.3). */
    private static void descriptor(ByteBuf out, int tag, int length) {
        out.writeByte(tag);
        for (int shift = 21; shift > 0; shift -= 7) {
            out.writeByte(length >> shift & 0x7f | 0x80);
        }
        out.writeByte(length & 0x7f);
    }

    /** "Encapsulation of Opus in ISO Base Media File Format", section 4.3.2: {@code OpusHead}, in network byte order. */
    private static void opus(ByteBuf out, Track.Opus track) {
        int entry = audio(out, "Opus", track);
        int specific = Box.begin(out, "dOps");
        byte[] head = track.configuration();
        out.writeByte(0).writeByte(head[OPUS_MAGIC + 1]); // version; channels
        reversed(out, head, 10, 2); // pre-skip
        reversed(out, head, 12, 4); // rate of the input
        reversed(out, head, 16, 2); // gain
        out.writeByte(head[OPUS_MAPPING]);
        if (head[OPUS_MAPPING] != 0) {
            int table = 2 + track.channels(); // StreamCount, CoupledCount; ChannelMapping
            out.writeBytes(head, OPUS_MAPPING + 1, Math.min(table, head.length - OPUS_MAPPING - 1));
        }
        Box.end(out, specific);
        Box.end(out, entry);
    }

    private static void reversed(ByteBuf out, byte[] bytes, int from, int count) {
        for (int i = count - 1; i >= 0; i--) {
            out.writeByte(bytes[from + i]);
        }
    }

    /** Section 12.2.3; the rate is 16.16 bits and left out where it does not fit. */
    private static int audio(ByteBuf out, String type, Track.Audio track) {
        int entry = begin(out, type);
        int rate = track instanceof Track.Opus ? OpusConfig.SAMPLE_RATE : track.sampleRate();
        out.writeZero(8);
        out.writeShort(track.channels() == 0 ? STEREO : track.channels()).writeShort(SAMPLE_BITS);
        out.writeInt(0).writeShort(rate > 0xffff ? 0 : rate).writeShort(0);
        return entry;
    }

    private static int begin(ByteBuf out, String type) {
        int entry = Box.begin(out, type);
        out.writeZero(6).writeShort(1); // data_reference_index
        return entry;
    }
}
