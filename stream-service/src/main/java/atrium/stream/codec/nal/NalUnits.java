package atrium.stream.codec.nal;

import io.netty.buffer.ByteBuf;

/**
 * Walks over the NAL units of an access unit; it copies none, and does not move the buffer's indices. Empty units are
 * passed over.
 */
public sealed interface NalUnits permits AnnexBUnits, PrefixedUnits {

    /** Units after start codes (ITU-T H.264, annex B; H.265's is the same). */
    static NalUnits annexB(ByteBuf accessUnit) {
        return new AnnexBUnits(accessUnit);
    }

    /**
     * Units after their lengths (ISO/IEC 14496-15, section 5.3.2). A length that the buffer does not have ends the walk:
     * whoever carries pictures of others has no use for an error there.
     *
     * @param lengthSize bytes of each length, 1 to 4
     */
    static NalUnits lengthPrefixed(ByteBuf accessUnit, int lengthSize) {
        return new PrefixedUnits(accessUnit, lengthSize);
    }

    /** Goes to the next unit, if there is one. */
    boolean next();

    /** Where in the buffer the unit begins, with its header. */
    int start();

    /** Bytes of the unit; not 0. */
    int length();
}
