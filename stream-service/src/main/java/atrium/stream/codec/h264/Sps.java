package atrium.stream.codec.h264;

import atrium.stream.codec.BitReader;
import atrium.stream.codec.MalformedInputException;

/**
 * A sequence parameter set (ITU-T H.264, section 7.3.2.1.1), as far as the picture's size.
 *
 * @param profile {@code profile_idc}
 * @param constraints the byte of {@code constraint_set} flags
 * @param level {@code level_idc}
 * @param width of the picture as shown, in pixels, after cropping
 * @param height of the picture as shown
 */
public record Sps(int profile, int constraints, int level, int width, int height) {

    private static final int NAL_SPS = 7;
    /** 16 384 pixels; level 6.2 ends at 139 264 macroblocks a picture (table A-1), far below its square. */
    private static final int MAX_MACROBLOCKS = 1024;

    /** @param nal the whole NAL unit, its header included, with emulation prevention bytes */
    public static Sps parse(byte[] nal) {
        if (nal.length < 4 || (nal[0] & 0x1f) != NAL_SPS) {
            throw new MalformedInputException("not a sequence parameter set: " + nal.length + " bytes");
        }
        BitReader in = BitReader.ofNalUnit(nal, 1);
        int profile = in.bits(8);
        int constraints = in.bits(8);
        int level = in.bits(8);
        in.unsigned(); // seq_parameter_set_id
        Chroma chroma = hasChromaFields(profile) ? Chroma.read(in) : Chroma.YUV_420;
        in.unsigned(); // log2_max_frame_num_minus4
        skipPictureOrder(in);
        in.unsigned(); // max_num_ref_frames
        in.bit(); // gaps_in_frame_num_value_allowed_flag
        return withSize(profile, constraints, level, chroma, in);
    }

    private static Sps withSize(int profile, int constraints, int level, Chroma chroma, BitReader in) {
        int columns = in.unsigned("pic_width_in_mbs_minus1", MAX_MACROBLOCKS) + 1;
        int rows = in.unsigned("pic_height_in_map_units_minus1", MAX_MACROBLOCKS) + 1;
        int fields = in.flag() ? 1 : 2; // frame_mbs_only_flag
        if (fields == 2) {
            in.bit(); // mb_adaptive_frame_field_flag
        }
        in.bit(); // direct_8x8_inference_flag
        int width = columns * 16;
        int height = rows * 16 * fields;
        if (in.flag()) { // frame_cropping_flag, units by equations 7-19 to 7-22
            width -= chroma.horizontalUnit() * (crop(in) + crop(in));
            height -= chroma.verticalUnit() * fields * (crop(in) + crop(in));
        }
        if (width <= 0 || height <= 0) {
            throw new MalformedInputException("picture size: " + width + "x" + height + " (expected: positive)");
        }
        return new Sps(profile, constraints, level, width, height);
    }

    private static int crop(BitReader in) {
        return in.unsigned("frame_crop_offset", MAX_MACROBLOCKS * 16);
    }

    /** Section 7.3.2.1.1: the profiles of the high family tell their chroma format, and their scaling lists. */
    private static boolean hasChromaFields(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipPictureOrder(BitReader in) {
        int type = in.unsigned("pic_order_cnt_type", 2);
        if (type == 0) {
            in.unsigned(); // log2_max_pic_order_cnt_lsb_minus4
        } else if (type == 1) {
            in.bit(); // delta_pic_order_always_zero_flag
            in.signed(); // offset_for_non_ref_pic
            in.signed(); // offset_for_top_to_bottom_field
            int cycle = in.unsigned("num_ref_frames_in_pic_order_cnt_cycle", 255);
            for (int i = 0; i < cycle; i++) {
                in.signed(); // offset_for_ref_frame
            }
        }
    }
}
