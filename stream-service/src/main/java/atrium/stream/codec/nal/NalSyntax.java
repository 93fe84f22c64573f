package atrium.stream.codec.nal;

import java.util.List;

/** What a container must know of the kinds of NAL units. */
public enum NalSyntax {

    /** ITU-T H.264, table 7-1. */
    H264(List.of(7, 8), 9, 12, new byte[] {9, (byte) 0xf0}) {
        @Override
        public int type(int header) {
            return header & 0x1f;
        }

        /** Not a partition other than the first, which does not come alone. */
        @Override
        public boolean isSlice(int type) {
            return type == 1 || type == 2 || type == 5;
        }

        /** Slices of an IDR picture. */
        @Override
        public boolean isKeySlice(int type) {
            return type == 5;
        }
    },

    /** ITU-T H.265, table 7-1. */
    H265(List.of(32, 33, 34), 35, 38, new byte[] {0x46, 1, 0x50}) {
        @Override
        public int type(int header) {
            return header >> 1 & 0x3f;
        }

        /** Those that are no slices are from 32 on. */
        @Override
        public boolean isSlice(int type) {
            return type < 32;
        }

        /** Slices of an IRAP picture: IDR, CRA or BLA. */
        @Override
        public boolean isKeySlice(int type) {
            return type >= 16 && type <= 23;
        }
    };

    private final List<Integer> parameterSets;
    private final int delimiterType;
    private final int fillerType;
    private final byte[] delimiter;

    NalSyntax(List<Integer> parameterSets, int delimiterType, int fillerType, byte[] delimiter) {
        this.parameterSets = parameterSets;
        this.delimiterType = delimiterType;
        this.fillerType = fillerType;
        this.delimiter = delimiter;
    }

    /** @param header the unit's first byte, unsigned */
    public abstract int type(int header);

    public abstract boolean isSlice(int type);

    public abstract boolean isKeySlice(int type);

    /** The types of parameter sets, those first that others refer to; the sequence's is the last but one. */
    public List<Integer> parameterSets() {
        return parameterSets;
    }

    public boolean isParameterSet(int type) {
        return type >= parameterSets.getFirst() && type <= parameterSets.getLast();
    }

    public boolean isDelimiter(int type) {
        return type == delimiterType;
    }

    /** What only a byte stream needs: delimiters, the ends of sequence and stream, filler data. */
    public boolean isPadding(int type) {
        return type >= delimiterType && type <= fillerType;
    }

    /** An access unit delimiter before a picture of any type (H.264, section 7.3.2.4; H.265, section 7.3.2.5). */
    public byte[] delimiter() {
        return delimiter.clone();
    }
}
