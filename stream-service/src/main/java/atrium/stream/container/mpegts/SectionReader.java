package atrium.stream.container.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/** Puts sections together (ISO/IEC 13818-1, section 2.4.4), and hands on those whose CRC is right. */
final class SectionReader extends PidReader {

    /** {@code table_id} and {@code section_length}. */
    private static final int HEADER = 3;
    /** Of PAT and PMT: section_length is at most 1021 (sections 2.4.4.5 and 2.4.4.9). */
    private static final int MAX_SECTION = 1024;

    private static final int STUFFING = 0xff;

    private final Consumer<ByteBuf> sections;
    private final ByteBuf pending = Unpooled.buffer(MAX_SECTION + TsPacket.BODY);
    private boolean synchronised;

    /** @param sections is lent each section, whole */
    SectionReader(int pid, Consumer<ByteBuf> sections) {
        super(pid);
        this.sections = sections;
    }

    @Override
    void payload(TransportPacket packet) {
        int begin = 0;
        if (packet.startsUnit()) { // after a pointer_field, and what it skips: the end of the section before
            begin = 1 + packet.octet(0);
            if (begin > packet.length()) {
                lost();
                return;
            }
            if (synchronised) {
                append(packet, 1, begin - 1);
            }
            pending.clear();
            synchronised = true;
        }
        if (synchronised) {
            append(packet, begin, packet.length() - begin);
        }
    }

    @Override
    void lost() {
        pending.clear();
        synchronised = false;
    }

    @Override
    void close() {
        pending.release();
    }

    private void append(TransportPacket packet, int offset, int count) {
        packet.copy(pending, offset, count);
        while (synchronised && pending.readableBytes() >= HEADER) {
            int start = pending.readerIndex();
            int length = HEADER + (pending.getUnsignedShort(start + 1) & 0xfff);
            if (pending.getUnsignedByte(start) == STUFFING || length > MAX_SECTION) {
                lost();
            } else if (pending.readableBytes() < length) {
                break;
            } else {
                section(pending.readSlice(length));
            }
        }
        pending.discardReadBytes();
    }

    private void section(ByteBuf section) {
        if (Crc32Mpeg.of(section, 0, section.readableBytes()) == 0) {
            sections.accept(section);
        }
    }
}
