package atrium.stream.codec.h264;

import atrium.stream.codec.BitReader;

/**
 * The chroma format of a sequence (ITU-T H.264, table 6-1): cropping is counted in its units.
 *
 * @param horizontalUnit {@code CropUnitX}
 * @param verticalUnit {@code CropUnitY} of a frame that is not made of fields
 */
record Chroma(int horizontalUnit, int verticalUnit) {

    static final Chroma YUV_420 = new Chroma(2, 2);
    private static final Chroma YUV_422 = new Chroma(2, 1);
    private static final Chroma LUMA_SAMPLES = new Chroma(1, 1);
    private static final int FORMAT_444 = 3;

    /** Section 7.3.2.1.1, from {@code chroma_format_idc} to the scaling lists. */
    static Chroma read(BitReader in) {
        int format = in.unsigned("chroma_format_idc", FORMAT_444);
        boolean separate = format == FORMAT_444 && in.flag(); // separate_colour_plane_flag
        in.unsigned(); // bit_depth_luma_minus8
        in.unsigned(); // bit_depth_chroma_minus8
        in.bit(); // qpprime_y_zero_transform_bypass_flag
        if (in.flag()) { // seq_scaling_matrix_present_flag
            skipScalingLists(in, format == FORMAT_444 ? 12 : 8);
        }
        return separate ? LUMA_SAMPLES : of(format);
    }

    private static Chroma of(int format) {
        return switch (format) {
            case 1 -> YUV_420;
            case 2 -> YUV_422;
            default -> LUMA_SAMPLES;
        };
    }

    /** Section 7.3.2.1.1.1. */
    private static void skipScalingLists(BitReader in, int lists) {
        for (int list = 0; list < lists; list++) {
            if (in.flag()) { // seq_scaling_list_present_flag
                skipScalingList(in, list < 6 ? 16 : 64);
            }
        }
    }

    private static void skipScalingList(BitReader in, int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = (last + in.signed() + 256) & 0xff;
            last = next == 0 ? last : next;
        }
    }
}
