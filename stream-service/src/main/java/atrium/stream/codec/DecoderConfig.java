package atrium.stream.codec;

import java.util.Arrays;

/** What a decoder must know before the first frame, as the bytes that say so. Two are equal if their bytes are. */
public abstract class DecoderConfig {

    /** Never changed. */
    protected final byte[] bytes;

    /** @param bytes owned by this from now on */
    protected DecoderConfig(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of the whole. */
    public final byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof DecoderConfig that && getClass() == that.getClass() && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
