package atrium.stream.codec.nal;

import io.netty.buffer.ByteBuf;

/** Finds start codes: {@code 00 00 01}, with any number of zeros before (ITU-T H.264, section B.1.1). */
final class AnnexBUnits implements NalUnits {

    private static final int START_CODE = 3;

    private final ByteBuf in;
    private final int end;
    private int from;
    private int start;
    private int length;

    AnnexBUnits(ByteBuf in) {
        this.in = in;
        this.end = in.writerIndex();
        this.from = afterStartCode(in.readerIndex());
    }

    @Override
    public boolean next() {
        while (from < end) {
            start = from;
            from = afterStartCode(start);
            int last = from < end || endsWithStartCode() ? from - START_CODE : end;
            // A unit does not end in a zero (section 7.4.1): zeros there belong to the start code, or are filling.
            while (last > start && in.getByte(last - 1) == 0) {
                last--;
            }
            length = last - start;
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

    /** The first index after a start code that begins at {@code index} or later; the end if there is none. */
    private int afterStartCode(int index) {
        for (int one = indexOfOne(index + 2); one >= 0; one = indexOfOne(one + 1)) {
            if (in.getByte(one - 1) == 0 && in.getByte(one - 2) == 0) {
                return one + 1;
            }
        }
        return end;
    }

    private int indexOfOne(int index) {
        return index < end ? in.indexOf(index, end, (byte) 1) : -1;
    }

    private boolean endsWithStartCode() {
        return end - start >= START_CODE && in.getUnsignedMedium(end - START_CODE) == 1;
    }
}
