package atrium.stream.container.mpegts;

/** {@code stream_type} of a program map (ISO/IEC 13818-1, table 2-34). */
final class StreamType {

    static final int MPEG1_VIDEO = 0x01;
    /** Also of MPEG-1 video, as ffmpeg writes it: what decodes the one decodes the other. */
    static final int MPEG2_VIDEO = 0x02;

    static final int MPEG1_AUDIO = 0x03;
    /** Of the lower sample rates. */
    static final int MPEG2_AUDIO = 0x04;
    /** What it is, a descriptor says. */
    static final int PRIVATE_PES = 0x06;

    static final int AAC_ADTS = 0x0f;
    static final int H264 = 0x1b;
    static final int H265 = 0x24;

    private StreamType() {}
}
