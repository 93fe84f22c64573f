package atrium.stream.container.mpegts;

import atrium.stream.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Writes the PES packets of one elementary stream (ISO/IEC 13818-1, section 2.4.3.6), cut into transport packets as
 * their bytes come, so that nothing is copied twice. The length is known before the first byte: by it the packets are
 * filled up with stuffing where it is needed.
 */
final class PesWriter {

    /** No PCR. */
    private static final long NONE = -1;

    /** Up to the end of PES_packet_length, which does not count what is before it. */
    private static final int LENGTH_END = 6;

    private static final int FIXED_HEADER = 9;
    private static final int SHORT_HEADER = FIXED_HEADER + 5;
    private static final int LONG_HEADER = FIXED_HEADER + 10;
    private static final int PTS = 0x80;
    private static final int PTS_DTS = 0xc0;

    private static final int ADAPTATION_PCR = 6;
    private static final int RANDOM_ACCESS = 0x40;
    private static final int WITH_PCR = 0x10;
    /** Marker bits "10", then data_alignment_indicator: each packet begins with an access unit. */
    private static final int ALIGNED = 0x84;

    private final int pid;
    private int continuity;
    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private int remaining;
    private int room;

    PesWriter(int pid) {
        this.pid = pid;
    }

    /** The most bytes that so many of payload become. */
    static int capacity(int payload) {
        int first = TsPacket.BODY - 2 - ADAPTATION_PCR;
        return TsPacket.SIZE * (1 + Math.ceilDiv(Math.max(0, LONG_HEADER + payload - first), TsPacket.BODY));
    }

    /**
     * Begins the PES packet of a frame, of which {@code payload} bytes must then be written.
     *
     * @param clock whether the frame brings the time of its program, and tells whether a receiver can begin with it
     */
    void begin(ByteBuf to, int streamId, MediaFrame frame, boolean clock, int payload) {
        boolean reordered = frame.pts() != frame.dts();
        int header = reordered ? LONG_HEADER : SHORT_HEADER;
        out = to;
        remaining = header + payload;
        int flags = clock ? WITH_PCR | (frame.key() ? RANDOM_ACCESS : 0) : 0;
        packet(TsPacket.UNIT_START, flags, clock ? frame.dts() & TsPacket.CLOCK_MASK : NONE);
        // Video alone may be of no stated length, and would often be too long to state it. A header is shorter than
        // any first packet's room: it needs no cutting.
        int length = streamId == Carriage.VIDEO ? 0 : remaining - LENGTH_END;
        out.writeMedium(1).writeByte(streamId).writeShort(length);
        out.writeByte(ALIGNED).writeByte(reordered ? PTS_DTS : PTS).writeByte(header - FIXED_HEADER);
        timestamp(reordered ? 3 : 2, frame.pts() + TsWriter.LEAD);
        if (reordered) {
            timestamp(1, frame.dts() + TsWriter.LEAD);
        }
        room -= header;
        remaining -= header;
    }

    void bytes(ByteBuf from, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end) {
            int part = Math.min(end - at, room());
            out.writeBytes(from, at, part);
            at += part;
            room -= part;
            remaining -= part;
        }
    }

    void bytes(byte[] from) {
        for (byte b : from) {
            octet(b);
        }
    }

    void octet(int value) {
        room();
        out.writeByte(value);
        room--;
        remaining--;
    }

    /** Four bytes, of which the last is 1 (ITU-T H.264, section B.1.1). */
    void startCode() {
        octet(0);
        octet(0);
        octet(0);
        octet(1);
    }

    private int room() {
        if (room == 0) {
            packet(0, 0, NONE);
        }
        return room;
    }

    /** Section 2.4.3.2, and the adaptation field of section 2.4.3.4 where there is something for it, or too little payload. */
    private void packet(int start, int flags, long pcr) {
        int content = flags == 0 ? 0 : 2 + (pcr == NONE ? 0 : ADAPTATION_PCR);
        int field = Math.max(content, TsPacket.BODY - remaining);
        int control = TsPacket.PAYLOAD | (field > 0 ? TsPacket.ADAPTATION : 0);
        out.writeByte(TsPacket.SYNC).writeShort(start | pid).writeByte(control | continuity);
        continuity = continuity + 1 & 0xf;
        room = TsPacket.BODY - Math.max(field, 0);
        if (field > 0) {
            adaptation(field, flags, pcr);
        }
    }

    private void adaptation(int size, int flags, long pcr) {
        out.writeByte(size - 1);
        if (size == 1) {
            return;
        }
        out.writeByte(flags);
        int stuffing = size - 2;
        if (pcr != NONE) {
            // 33 bits of 90 kHz, 6 reserved, 9 of 27 MHz, which are 0 here (section 2.4.3.5)
            out.writeInt((int) (pcr >> 1)).writeShort((int) (pcr & 1) << 15 | 0x7e00);
            stuffing -= ADAPTATION_PCR;
        }
        for (int i = 0; i < stuffing; i++) {
            out.writeByte(0xff);
        }
    }

    /** 33 bits in three parts, each with a marker bit after it (section 2.4.3.6). */
    private void timestamp(int prefix, long value) {
        out.writeByte(prefix << 4 | (int) (value >> 30 & 7) << 1 | 1);
        out.writeShort((int) (value >> 15 & 0x7fff) << 1 | 1);
        out.writeShort((int) (value & 0x7fff) << 1 | 1);
    }
}
