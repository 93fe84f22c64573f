package atrium.stream.codec.nal;

/** What a container must know of the kinds of NAL units. */
public enum NalSyntax {

    /** ITU-T H.264, table 7-1. */
    H264(9, new byte[] {9, (byte) 0xf0}) {
        @Override
        public int type(int header) {
            return header & 0x1f;
        }

        /** Sequence and picture parameter sets. */
        @Override
        public boolean isParameterSet(int type) {
            return type == 7 || type == 8;
        }

        /** Slices of an IDR picture. */
        @Override
        public boolean isKeySlice(int type) {
            return type == 5;
        }
    },

    /** ITU-T H.265, table 7-1. */
    H265(35, new byte[] {0x46, 1, 0x50}) {
        @Override
        public int type(int header) {
            return header >> 1 & 0x3f;
        }

        /** Video, sequence and picture parameter sets. */
        @Override
        public boolean isParameterSet(int type) {
            return type >= 32 && type <= 34;
        }

        /** Slices of an IRAP picture: IDR, CRA or BLA. */
        @Override
        public boolean isKeySlice(int type) {
            return type >= 16 && type <= 23;
        }
    };

    private final int delimiterType;
    private final byte[] delimiter;

    NalSyntax(int delimiterType, byte[] delimiter) {
        this.delimiterType = delimiterType;
        this.delimiter = delimiter;
    }

    /** @param header the unit's first byte, unsigned */
    public abstract int type(int header);

    public abstract boolean isParameterSet(int type);

    public abstract boolean isKeySlice(int type);

    public boolean isDelimiter(int type) {
        return type == delimiterType;
    }

    /** An access unit delimiter before a picture of any type (H.264, section 7.3.2.4; H.265, section 7.3.2.5). */
    public byte[] delimiter() {
        return delimiter.clone();
    }
}
