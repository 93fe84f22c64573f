package atrium.stream.container.mpegts;

import io.netty.buffer.ByteBuf;

/** A view of one transport packet (ISO/IEC 13818-1, section 2.4.3.2), moved from packet to packet. */
final class TransportPacket {

    private static final int ERROR = 0x80_0000;
    private static final int START = 0x40_0000;
    private static final int SCRAMBLED = 0xc0;
    private static final int DISCONTINUITY = 0x80;
    private static final int RANDOM_ACCESS = 0x40;

    private final ByteBuf in;
    private int header;
    private int flags;
    private int payload;
    private int length;

    TransportPacket(ByteBuf in) {
        this.in = in;
    }

    /** Looks at the packet at {@code index}. */
    void moveTo(int index) {
        header = in.getInt(index);
        flags = 0;
        int field = 0;
        if ((header & TsPacket.ADAPTATION) != 0) { // section 2.4.3.4
            int size = in.getUnsignedByte(index + TsPacket.HEADER);
            field = 1 + size;
            flags = size > 0 ? in.getUnsignedByte(index + TsPacket.HEADER + 1) : 0;
        }
        boolean carries = (header & TsPacket.PAYLOAD) != 0 && field < TsPacket.BODY;
        payload = index + TsPacket.HEADER + field;
        length = carries ? TsPacket.BODY - field : 0;
    }

    int pid() {
        return header >> 8 & 0x1fff;
    }

    /** Damaged on its way, or encrypted: its payload is none that can be read, if its PID is right at all. */
    boolean isUnreadable() {
        return (header & (ERROR | SCRAMBLED)) != 0;
    }

    boolean startsUnit() {
        return (header & START) != 0;
    }

    int continuity() {
        return header & 0xf;
    }

    boolean isDiscontinuous() {
        return (flags & DISCONTINUITY) != 0;
    }

    boolean isRandomAccess() {
        return (flags & RANDOM_ACCESS) != 0;
    }

    /** Bytes of payload; 0 if there is none. */
    int length() {
        return length;
    }

    int octet(int offset) {
        return in.getUnsignedByte(payload + offset);
    }

    void copy(ByteBuf to, int offset, int count) {
        to.writeBytes(in, payload + offset, count);
    }
}
