package atrium.stream.codec.nal;

import atrium.stream.codec.BitReader;
import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Writes decoder configuration records (ISO/IEC 14496-15) of parameter sets, for lengths of four bytes. */
public final class DecoderRecords {

    private static final int COMPLETE = 0x80;
    private static final int YUV_444 = 3;
    private static final int MAX_SET = 0xffff;

    private DecoderRecords() {}

    /** {@code AVCDecoderConfigurationRecord}, section 5.3.3.1.2. */
    public static byte[] avcC(List<byte[]> sps, List<byte[]> pps) {
        byte[] first = sps.getFirst();
        if (first.length < 4) {
            throw new MalformedInputException(
                    "sequence parameter set: " + first.length + " bytes (expected: 4 or more)");
        }
        ByteBuf out = Unpooled.buffer();
        out.writeByte(1).writeBytes(first, 1, 3).writeByte(0xff);
        out.writeByte(0xe0 | count(sps, 31));
        sps.forEach(set -> write(out, set));
        out.writeByte(count(pps, 255));
        pps.forEach(set -> write(out, set));
        switch (first[1] & 0xff) {
            case 100, 110, 122, 144, 244 -> avcExtension(out, first);
            default -> {
                // without chroma format and bit depths
            }
        }
        return ByteBufUtil.getBytes(out);
    }

    /** ITU-T H.264, section 7.3.2.1.1. */
    private static void avcExtension(ByteBuf out, byte[] sps) {
        BitReader in = BitReader.ofNalUnit(sps, 1);
        in.skip(24);
        in.unsigned(); // seq_parameter_set_id
        int chroma = in.unsigned("chroma_format_idc", YUV_444);
        if (chroma == YUV_444) {
            in.skip(1); // separate_colour_plane_flag
        }
        depths(out.writeByte(0xfc | chroma), in);
        out.writeByte(0); // numOfSequenceParameterSetExt
    }

    /** {@code HEVCDecoderConfigurationRecord}, section 8.3.3.1.2. */
    public static byte[] hvcC(List<byte[]> vps, List<byte[]> sps, List<byte[]> pps) {
        BitReader in = BitReader.ofNalUnit(sps.getFirst(), 2);
        in.skip(4); // sps_video_parameter_set_id
        int subLayers = in.bits(3);
        int nested = in.bit();
        ByteBuf out = Unpooled.buffer();
        out.writeByte(1);
        for (int i = 0; i < 12; i++) {
            out.writeByte(in.bits(8)); // general profile, compatibility, constraints, level
        }
        skipSubLayers(in, subLayers);
        in.unsigned(); // sps_seq_parameter_set_id
        int chroma = in.unsigned("chroma_format_idc", YUV_444);
        if (chroma == YUV_444) {
            in.skip(1); // separate_colour_plane_flag
        }
        skipSize(in);
        // no least segmentation, parallelism unknown
        depths(out.writeShort(0xf000).writeByte(0xfc).writeByte(0xfc | chroma), in);
        out.writeShort(0).writeByte(subLayers + 1 << 3 | nested << 2 | 3);
        out.writeByte(3);
        array(out, 32, vps);
        array(out, 33, sps);
        array(out, 34, pps);
        return ByteBufUtil.getBytes(out);
    }

    /** ITU-T H.265, section 7.3.3: as much as each sub-layer has flags for. */
    private static void skipSubLayers(BitReader in, int subLayers) {
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

    private static void skipSize(BitReader in) {
        in.unsigned(); // pic_width_in_luma_samples
        in.unsigned(); // pic_height_in_luma_samples
        if (in.flag()) { // conformance_window_flag
            for (int i = 0; i < 4; i++) {
                in.unsigned();
            }
        }
    }

    private static void depths(ByteBuf out, BitReader in) {
        out.writeByte(0xf8 | in.unsigned("bit_depth_luma_minus8", 7));
        out.writeByte(0xf8 | in.unsigned("bit_depth_chroma_minus8", 7));
    }

    private static void array(ByteBuf out, int type, List<byte[]> sets) {
        out.writeByte(COMPLETE | type).writeShort(sets.size());
        sets.forEach(set -> write(out, set));
    }

    private static int count(List<byte[]> sets, int max) {
        if (sets.size() > max) {
            throw new MalformedInputException("parameter sets: " + sets.size() + " (expected: at most " + max + ")");
        }
        return sets.size();
    }

    private static void write(ByteBuf out, byte[] set) {
        if (set.length > MAX_SET) {
            throw new MalformedInputException("parameter set: " + set.length + " bytes (expected: at most 65535)");
        }
        out.writeShort(set.length).writeBytes(set);
    }
}
