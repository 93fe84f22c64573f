package atrium.stream.container.mpegts;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Puts the PES packets of one elementary stream together (ISO/IEC 13818-1, section 2.4.3.6). One whose length is told
 * is handed on with its last byte; one of no length, as of video, when the next begins.
 */
final class PesReader extends PidReader {

    private static final int LENGTH_END = 6;
    private static final int FIXED_HEADER = 9;
    private static final int START_CODE = 1;
    private static final int TIMESTAMP = 5;
    private static final int PTS = 0x80;
    private static final int PTS_DTS = 0xc0;

    private final int maxPacket;
    private final PtsClock clock;
    private final StreamReader stream;
    private final ByteBuf pending;
    private boolean begun;
    private boolean randomAccess;

    /** @param maxPacket the longest packet that is put together, in bytes */
    PesReader(int pid, ByteBufAllocator allocator, int maxPacket, PtsClock clock, StreamReader stream) {
        super(pid);
        this.maxPacket = maxPacket;
        this.clock = clock;
        this.stream = stream;
        this.pending = allocator.buffer();
    }

    @Override
    void payload(TransportPacket packet) {
        if (packet.startsUnit()) {
            end();
            begun = true;
            randomAccess = packet.isRandomAccess();
        }
        if (!begun) {
            return;
        }
        if (pending.readableBytes() + packet.length() > maxPacket) {
            throw new MalformedInputException("PES packet: more than " + maxPacket + " bytes");
        }
        packet.copy(pending, 0, packet.length());
        int told = toldLength();
        if (told > 0 && pending.readableBytes() >= told) {
            pending.writerIndex(told);
            finish();
        }
    }

    @Override
    void lost() {
        pending.clear();
        begun = false;
        stream.lost();
    }

    @Override
    void close() {
        pending.release();
        stream.close();
    }

    /** No more bytes come to the packet that has begun. */
    void end() {
        if (begun && toldLength() == 0) {
            finish();
        } else if (begun) {
            lost();
        }
    }

    /** With the header; 0 where it is not told, -1 while it is not known. */
    private int toldLength() {
        if (pending.readableBytes() < LENGTH_END) {
            return -1;
        }
        int length = pending.getUnsignedShort(4);
        return length == 0 ? 0 : LENGTH_END + length;
    }

    private void finish() {
        begun = false;
        int content = contentIndex();
        if (content < 0) {
            lost();
            return;
        }
        int flags = pending.getUnsignedByte(7) & PTS_DTS;
        long pts =
                (flags & PTS) != 0 && content >= FIXED_HEADER + TIMESTAMP ? timestamp(FIXED_HEADER) : StreamReader.NONE;
        boolean reordered = flags == PTS_DTS && content >= FIXED_HEADER + 2 * TIMESTAMP;
        long dts = reordered ? timestamp(FIXED_HEADER + TIMESTAMP) : pts;
        if (pts != StreamReader.NONE) {
            dts = clock.next(dts);
            pts = PtsClock.near(pts, dts);
        }
        pending.readerIndex(content);
        stream.packet(pending, dts, pts, randomAccess);
        pending.clear();
    }

    /** After the header; -1 if that is none of an elementary stream. */
    private int contentIndex() {
        if (pending.readableBytes() < FIXED_HEADER || pending.getUnsignedMedium(0) != START_CODE) {
            return -1;
        }
        int content = FIXED_HEADER + pending.getUnsignedByte(8);
        boolean marked = (pending.getByte(6) & 0xc0) == 0x80;
        return marked && content <= pending.writerIndex() ? content : -1;
    }

    /** 33 bits in three parts, each with a marker bit after it. */
    private long timestamp(int index) {
        long high = pending.getUnsignedByte(index) >> 1 & 7;
        long middle = pending.getUnsignedShort(index + 1) >> 1;
        long low = pending.getUnsignedShort(index + 3) >> 1;
        return high << 30 | middle << 15 | low;
    }
}
