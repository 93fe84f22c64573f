package atrium.stream.container.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Writes what says where the streams are: the program association table and the program map (ISO/IEC 13818-1, sections
 * 2.4.4.3 and 2.4.4.8), each in one packet that is built when it changes.
 */
final class ProgramTables {

    static final int VIDEO_PID = 0x100;
    static final int AUDIO_PID = 0x101;

    private static final int ASSOCIATION_PID = 0;
    private static final int MAP_PID = 0x1000;
    private static final int PROGRAM = 1;
    private static final int TRANSPORT_STREAM = 1;
    private static final int CURRENT = 0xc1;
    private static final int CRC = 4;

    private final ByteBuf association = Unpooled.buffer(TsPacket.SIZE, TsPacket.SIZE);
    private final ByteBuf map = Unpooled.buffer(TsPacket.SIZE, TsPacket.SIZE);
    private int continuity = 0xf;
    private int version = 0x1f;

    ProgramTables() {
        int section = begin(association, ASSOCIATION_PID, 0);
        association.writeShort(TRANSPORT_STREAM).writeByte(CURRENT).writeShort(0);
        association.writeShort(PROGRAM).writeShort(0xe000 | MAP_PID);
        end(association, section);
    }

    /** Says from now on that these are the streams; that is a new version of the map. */
    void describe(@Nullable Carriage video, @Nullable Carriage audio) {
        version = version + 1 & 0x1f;
        map.clear();
        int section = begin(map, MAP_PID, 2);
        map.writeShort(PROGRAM).writeByte(CURRENT | version << 1).writeShort(0);
        map.writeShort(0xe000 | (video == null ? AUDIO_PID : VIDEO_PID)).writeShort(0xf000);
        stream(video, VIDEO_PID);
        stream(audio, AUDIO_PID);
        end(map, section);
    }

    /** Writes both, as the next of their PIDs. */
    void next(ByteBuf out) {
        continuity = continuity + 1 & 0xf;
        repeat(out);
    }

    /** Writes both once more, as the duplicates that section 2.4.3.3 allows: the counters stay. */
    void repeat(ByteBuf out) {
        packet(out, association);
        packet(out, map);
    }

    private void packet(ByteBuf out, ByteBuf packet) {
        packet.setByte(3, TsPacket.PAYLOAD | continuity);
        out.writeBytes(packet, 0, TsPacket.SIZE);
    }

    private void stream(@Nullable Carriage carriage, int pid) {
        if (carriage != null) {
            map.writeByte(carriage.streamType()).writeShort(0xe000 | pid);
            int length = map.writerIndex();
            map.writeShort(0);
            carriage.describe(map);
            map.setShort(length, 0xf000 | map.writerIndex() - length - 2);
        }
    }

    /** The packet's header, a pointer_field of 0, and the section's begin; gives where that is. */
    private static int begin(ByteBuf packet, int pid, int tableId) {
        packet.writeByte(TsPacket.SYNC).writeShort(TsPacket.UNIT_START | pid).writeByte(TsPacket.PAYLOAD);
        packet.writeByte(0);
        packet.writeByte(tableId).writeShort(0);
        return packet.writerIndex() - 3;
    }

    private static void end(ByteBuf packet, int section) {
        packet.setShort(section + 1, 0xb000 | packet.writerIndex() - section - 3 + CRC);
        packet.writeInt(Crc32Mpeg.of(packet, section, packet.writerIndex() - section));
        while (packet.isWritable()) {
            packet.writeByte(0xff);
        }
    }
}
