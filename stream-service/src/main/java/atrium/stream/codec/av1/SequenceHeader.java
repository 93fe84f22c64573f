package atrium.stream.codec.av1;

import atrium.stream.codec.BitReader;

/**
 * A sequence header (AV1 bitstream specification, section 5.5.1), as far as the size of the largest frame.
 *
 * @param width {@code max_frame_width_minus_1} + 1
 * @param height {@code max_frame_height_minus_1} + 1
 */
record SequenceHeader(int width, int height) {

    /** Levels above it have a tier (section 5.5.1). */
    private static final int LAST_LEVEL_OF_ONE_TIER = 7;

    /** @param payload of the OBU, after its header */
    static SequenceHeader parse(byte[] payload) {
        BitReader in = new BitReader(payload);
        in.skip(3 + 1); // seq_profile, still_picture
        if (in.flag()) { // reduced_still_picture_header
            in.skip(5); // seq_level_idx
        } else {
            skipOperatingPoints(in);
        }
        int widthBits = in.bits(4) + 1;
        int heightBits = in.bits(4) + 1;
        return new SequenceHeader(in.bits(widthBits) + 1, in.bits(heightBits) + 1);
    }

    private static void skipOperatingPoints(BitReader in) {
        int delayBits = in.flag() ? skipTiming(in) : 0; // timing_info_present_flag
        boolean displayDelay = in.flag(); // initial_display_delay_present_flag
        int points = in.bits(5) + 1;
        for (int i = 0; i < points; i++) {
            in.skip(12); // operating_point_idc
            in.skip(in.bits(5) > LAST_LEVEL_OF_ONE_TIER ? 1 : 0); // seq_level_idx, seq_tier
            if (delayBits > 0 && in.flag()) { // decoder_model_present_for_this_op
                in.skip(2 * delayBits + 1); // operating_parameters_info, section 5.5.5
            }
            if (displayDelay && in.flag()) { // initial_display_delay_present_for_this_op
                in.skip(4);
            }
        }
    }

    /** Sections 5.5.3 and 5.5.4; the bits of a decoder delay, or 0 where there is no decoder model. */
    private static int skipTiming(BitReader in) {
        in.skip(32 + 32); // num_units_in_display_tick, time_scale
        if (in.flag()) { // equal_picture_interval
            in.unsigned(); // num_ticks_per_picture_minus_1
        }
        if (!in.flag()) { // decoder_model_info_present_flag
            return 0;
        }
        int delayBits = in.bits(5) + 1;
        in.skip(32 + 5 + 5);
        return delayBits;
    }
}
