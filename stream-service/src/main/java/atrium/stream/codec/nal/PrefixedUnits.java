package atrium.stream.codec.nal;

import io.netty.buffer.ByteBuf;

/** Follows the lengths before the units. */
final class PrefixedUnits implements NalUnits {

    private final ByteBuf in;
    private final int lengthSize;
    private final int end;
    private int from;
    private int start;
    private int length;

    PrefixedUnits(ByteBuf in, int lengthSize) {
        this.in = in;
        this.lengthSize = lengthSize;
        this.end = in.writerIndex();
        this.from = in.readerIndex();
    }

    @Override
    public boolean next() {
        while (end - from > lengthSize) {
            long size = lengthAt(from);
            start = from + lengthSize;
            if (size > end - start) {
                from = end;
                return false;
            }
            length = (int) size;
            from = start + length;
            if (length > 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int length() {
        return length;
    }

    private long lengthAt(int index) {
        long value = 0;
        for (int i = index; i < index + lengthSize; i++) {
            value = value << 8 | in.getUnsignedByte(i);
        }
        return value;
    }
}
