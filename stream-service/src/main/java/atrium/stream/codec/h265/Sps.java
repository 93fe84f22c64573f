package atrium.stream.codec.h265;

import atrium.stream.codec.BitReader;
import atrium.stream.codec.MalformedInputException;

/**
 * A sequence parameter set (ITU-T H.265, section 7.3.2.2.1), as far as the picture's size.
 *
 * @param width of the picture as shown, in pixels, inside the conformance window
 * @param height of the picture as shown
 */
record Sps(int width, int height) {

    private static final int NAL_HEADER = 2;
    private static final int NAL_SPS = 33;
    private static final int MAX_SUB_LAYERS_MINUS1 = 6;
    /** What MP4 has 16 bits for; level 6.2 ends at 16 888 pixels a side (section A.4.1). */
    private static final int MAX_SIDE = 0xffff;

    /** {@code chroma_format_idc}, table 6-1. */
    private static final int YUV_420 = 1;

    private static final int YUV_422 = 2;
    private static final int YUV_444 = 3;

    /** @param nal the whole NAL unit, its header included, with emulation prevention bytes */
    static Sps parse(byte[] nal) {
        if (nal.length < NAL_HEADER || (nal[0] >> 1 & 0x3f) != NAL_SPS) {
            throw new MalformedInputException("not a sequence parameter set: " + nal.length + " bytes");
        }
        BitReader in = BitReader.ofNalUnit(nal, NAL_HEADER);
        in.skip(4); // sps_video_parameter_set_id
        int subLayers = in.bits(3);
        if (subLayers > MAX_SUB_LAYERS_MINUS1) {
            throw new MalformedInputException("sps_max_sub_layers_minus1: " + subLayers + " (expected: at most 6)");
        }
        in.skip(1); // sps_temporal_id_nesting_flag
        skipProfileTierLevel(in, subLayers);
        in.unsigned(); // sps_seq_parameter_set_id
        int chroma = in.unsigned("chroma_format_idc", YUV_444);
        if (chroma == YUV_444) {
            in.skip(1); // separate_colour_plane_flag
        }
        return readSize(in, chroma);
    }

    private static Sps readSize(BitReader in, int chroma) {
        int width = in.unsigned("pic_width_in_luma_samples", MAX_SIDE);
        int height = in.unsigned("pic_height_in_luma_samples", MAX_SIDE);
        if (in.flag()) { // conformance_window_flag, in units of SubWidthC and SubHeightC
            width -= (chroma == YUV_420 || chroma == YUV_422 ? 2 : 1) * (offset(in) + offset(in));
            height -= (chroma == YUV_420 ? 2 : 1) * (offset(in) + offset(in));
        }
        if (width <= 0 || height <= 0) {
            throw new MalformedInputException("picture size: " + width + "x" + height + " (expected: positive)");
        }
        return new Sps(width, height);
    }

    private static int offset(BitReader in) {
        return in.unsigned("conf_win_offset", MAX_SIDE);
    }

    /** Section 7.3.3: 88 bits of profile and 8 of level, then as much as each sub-layer has flags for. */
    private static void skipProfileTierLevel(BitReader in, int subLayers) {
        in.skip(96);
        int length = 0;
        for (int i = 0; i < subLayers; i++) {
            length += in.flag() ? 88 : 0; // sub_layer_profile_present_flag
            length += in.flag() ? 8 : 0; // sub_layer_level_present_flag
        }
        if (subLayers > 0) {
            in.skip(2 * (8 - subLayers)); // reserved_zero_2bits
        }
        in.skip(length);
    }
}
