package atrium.stream.container.fmp4;

import io.netty.buffer.ByteBuf;

/**
 * Begins and ends boxes (ISO/IEC 14496-12, section 4.2). A box's size is known at its end only, and is filled in then: so
 * boxes nest without a buffer each.
 */
final class Box {

    private Box() {}

    /** Begins a box of {@code type}, four ASCII characters; gives what {@link #end} needs. */
    static int begin(ByteBuf out, String type) {
        int start = out.writerIndex();
        out.writeInt(0);
        fourCc(out, type);
        return start;
    }

    /** Begins a {@code FullBox}. */
    static int begin(ByteBuf out, String type, int version, int flags) {
        int start = begin(out, type);
        out.writeByte(version).writeMedium(flags);
        return start;
    }

    static void end(ByteBuf out, int start) {
        out.setInt(start, out.writerIndex() - start);
    }

    static void fourCc(ByteBuf out, String type) {
        for (int i = 0; i < 4; i++) {
            out.writeByte(type.charAt(i));
        }
    }

    /** A whole box with {@code content}. */
    static void write(ByteBuf out, String type, byte[] content) {
        int start = begin(out, type);
        out.writeBytes(content);
        end(out, start);
    }
}
