package atrium.stream.container.mpegts;

/** The measures of a transport packet (ISO/IEC 13818-1, section 2.4.3.2). */
final class TsPacket {

    static final int SIZE = 188;
    static final int SYNC = 0x47;
    static final int HEADER = 4;
    /** Bytes for an adaptation field and payload. */
    static final int BODY = SIZE - HEADER;

    static final int UNIT_START = 0x4000;
    static final int PAYLOAD = 0x10;
    static final int ADAPTATION = 0x20;

    /** Of PTS, DTS and the base of PCR: they count modulo 2^33 (section 2.4.3.7). */
    static final long CLOCK_MASK = (1L << 33) - 1;

    private TsPacket() {}
}
