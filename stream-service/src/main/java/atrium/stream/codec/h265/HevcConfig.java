package atrium.stream.codec.h265;

import atrium.stream.codec.DecoderConfig;
import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.PictureConfig;
import atrium.stream.codec.RecordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code HEVCDecoderConfigurationRecord} (ISO/IEC 14496-15, section 8.3.3.1.2): what FLV, RTMP and MP4 carry ahead of
 * H.265 pictures. Two are equal if their bytes are.
 */
public final class HevcConfig extends DecoderConfig implements PictureConfig {

    private static final int ARRAYS = 22;
    private static final int NAL_HEADER = 2;
    private static final int NAL_VPS = 32;
    private static final int NAL_SPS = 33;
    private static final int NAL_PPS = 34;

    private final List<byte[]> sets;
    private final Sps sps;

    private HevcConfig(byte[] bytes, List<byte[]> sets, Sps sps) {
        super(bytes);
        this.sets = sets;
        this.sps = sps;
    }

    /** Reads a record; keeps a copy of its bytes. */
    public static HevcConfig parse(byte[] record) {
        if (record.length <= ARRAYS || record[0] != 1) {
            throw new MalformedInputException("hvcC: " + record.length + " bytes, version "
                    + (record.length == 0 ? "none" : record[0]) + " (expected: 23 or more, version 1)");
        }
        RecordReader in = new RecordReader("hvcC", record, ARRAYS);
        List<byte[]> vps = new ArrayList<>();
        List<byte[]> sps = new ArrayList<>();
        List<byte[]> pps = new ArrayList<>();
        int arrays = in.unsignedByte();
        for (int i = 0; i < arrays; i++) {
            switch (in.unsignedByte() & 0x3f) { // NAL_unit_type, below array_completeness
                case NAL_VPS -> readArray(in, vps);
                case NAL_SPS -> readArray(in, sps);
                case NAL_PPS -> readArray(in, pps);
                default -> readArray(in, new ArrayList<>()); // enhancement information, which no decoder needs
            }
        }
        if (sps.isEmpty()) {
            throw new MalformedInputException("hvcC: no sequence parameter set");
        }
        List<byte[]> sets = Stream.of(vps, sps, pps).flatMap(List::stream).toList();
        return new HevcConfig(record.clone(), sets, Sps.parse(sps.getFirst()));
    }

    private static void readArray(RecordReader in, List<byte[]> to) {
        int count = in.unsignedShort();
        for (int i = 0; i < count; i++) {
            to.add(in.nalUnit(NAL_HEADER));
        }
    }

    /** Copies of the NAL units of the parameter sets, without length or start code: video, sequence, then picture. */
    public List<byte[]> parameterSets() {
        return sets.stream().map(byte[]::clone).toList();
    }

    /** Bytes of the length that stands before each NAL unit of a picture. */
    public int lengthSize() {
        return (bytes[21] & 3) + 1;
    }

    /** Of a picture as shown, in pixels. */
    @Override
    public int width() {
        return sps.width();
    }

    /** Of a picture as shown, in pixels. */
    @Override
    public int height() {
        return sps.height();
    }

    /**
     * ISO/IEC 14496-15, section E.3: profile space and profile, compatibility flags from the last to the first, tier and
     * level, constraint bytes without the zeros at their end.
     */
    @Override
    public String codec() {
        int profile = bytes[1];
        String space = List.of("", "A", "B", "C").get(profile >> 6 & 3);
        int compatibility =
                (bytes[2] & 0xff) << 24 | (bytes[3] & 0xff) << 16 | (bytes[4] & 0xff) << 8 | bytes[5] & 0xff;
        StringBuilder codec = new StringBuilder("hvc1.%s%d.%X.%c%d"
                .formatted(
                        space,
                        profile & 0x1f,
                        Integer.reverse(compatibility),
                        (profile & 0x20) == 0 ? 'L' : 'H',
                        bytes[12] & 0xff));
        for (int i = 6; i < constraintsEnd(); i++) {
            codec.append(".%X".formatted(bytes[i]));
        }
        return codec.toString();
    }

    private int constraintsEnd() {
        int end = 12;
        while (end > 6 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    @Override
    public String toString() {
        return codec() + " " + width() + "x" + height();
    }
}
