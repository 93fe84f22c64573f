package atrium.stream.container.mpegts;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** What a program is made of (ISO/IEC 13818-1, section 2.4.4.8). */
record ProgramMap(List<Entry> entries) {

    private static final int ASSOCIATION_TABLE = 0;
    private static final int MAP_TABLE = 2;
    private static final int CRC = 4;
    /** Up to last_section_number, which all long sections have. */
    private static final int LONG_HEADER = 8;

    /** One elementary stream. */
    record Entry(int streamType, int pid) {

        boolean isVideo() {
            return switch (streamType) {
                case StreamType.MPEG1_VIDEO, StreamType.MPEG2_VIDEO, StreamType.H264, StreamType.H265 -> true;
                default -> false;
            };
        }

        boolean isAudio() {
            return switch (streamType) {
                case StreamType.MPEG1_AUDIO, StreamType.MPEG2_AUDIO, StreamType.AAC_ADTS -> true;
                default -> false;
            };
        }
    }

    /** The PID of the first program's map, read from a section of a program association table (section 2.4.4.3). */
    static OptionalInt pidOf(ByteBuf section) {
        if (!isCurrent(section, ASSOCIATION_TABLE)) {
            return OptionalInt.empty();
        }
        for (int at = LONG_HEADER; at + 4 <= section.readableBytes() - CRC; at += 4) {
            boolean network = section.getUnsignedShort(at) == 0;
            if (!network) {
                return OptionalInt.of(section.getUnsignedShort(at + 2) & 0x1fff);
            }
        }
        return OptionalInt.empty();
    }

    /** Nothing for a section that is none of a program map, or of one that is not in force yet. */
    static Optional<ProgramMap> read(ByteBuf section) {
        if (!isCurrent(section, MAP_TABLE)) {
            return Optional.empty();
        }
        int end = section.readableBytes() - CRC;
        int at = LONG_HEADER + 4 + (end < LONG_HEADER + 4 ? 0 : section.getUnsignedShort(LONG_HEADER + 2) & 0xfff);
        List<Entry> entries = new ArrayList<>();
        while (at + 5 <= end) {
            entries.add(new Entry(section.getUnsignedByte(at), section.getUnsignedShort(at + 1) & 0x1fff));
            at += 5 + (section.getUnsignedShort(at + 3) & 0xfff);
        }
        if (at != end) {
            throw new MalformedInputException("program map: " + at + " bytes (expected: " + end + ")");
        }
        return Optional.of(new ProgramMap(entries));
    }

    Optional<Entry> first(Predicate<Entry> kind) {
        return entries.stream().filter(kind).findFirst();
    }

    private static boolean isCurrent(ByteBuf section, int table) {
        return section.readableBytes() >= LONG_HEADER + CRC
                && section.getUnsignedByte(0) == table
                && (section.getByte(5) & 1) == 1; // current_next_indicator
    }
}
