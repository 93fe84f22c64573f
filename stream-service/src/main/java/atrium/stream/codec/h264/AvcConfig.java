package atrium.stream.codec.h264;

import atrium.stream.codec.DecoderConfig;
import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.PictureConfig;
import atrium.stream.codec.RecordReader;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code AVCDecoderConfigurationRecord} (ISO/IEC 14496-15, section 5.3.3.1.2): what FLV, RTMP and MP4 carry ahead of
 * H.264 pictures. Two are equal if their bytes are.
 */
public final class AvcConfig extends DecoderConfig implements PictureConfig {

    private static final int VERSION = 1;

    private static final int NAL_HEADER = 1;
    /** {@code numOfSequenceParameterSets} has 5 bits, the other three are reserved. */
    private static final int SPS_COUNT = 0x1f;

    private final List<byte[]> sets;
    private final Sps sps;

    private AvcConfig(byte[] bytes, List<byte[]> sets) {
        super(bytes);
        this.sets = sets;
        this.sps = Sps.parse(sets.getFirst());
    }

    /** Reads a record; keeps a copy of its bytes. */
    public static AvcConfig parse(byte[] record) {
        if (record.length < 8 || record[0] != VERSION) {
            throw new MalformedInputException("avcC: " + record.length + " bytes, version "
                    + (record.length == 0 ? "none" : record[0]) + " (expected: 8 or more, version 1)");
        }
        RecordReader in = new RecordReader("avcC", record, 5);
        List<byte[]> sets = new ArrayList<>();
        readSets(in, in.unsignedByte() & SPS_COUNT, sets);
        if (sets.isEmpty()) {
            throw new MalformedInputException("avcC: no sequence parameter set");
        }
        readSets(in, in.unsignedByte(), sets);
        return new AvcConfig(record.clone(), sets);
    }

    private static void readSets(RecordReader in, int count, List<byte[]> sets) {
        for (int i = 0; i < count; i++) {
            sets.add(in.nalUnit(NAL_HEADER));
        }
    }

    public Sps sps() {
        return sps;
    }

    @Override
    public int width() {
        return sps.width();
    }

    @Override
    public int height() {
        return sps.height();
    }

    /** Copies of the NAL units of the parameter sets, without length or start code: sequence, then picture. */
    public List<byte[]> parameterSets() {
        return sets.stream().map(byte[]::clone).toList();
    }

    /** Bytes of the length that stands before each NAL unit of a picture. */
    public int lengthSize() {
        return (bytes[4] & 3) + 1;
    }

    /** RFC 6381, section 3.3: the three bytes after the version in hexadecimal. */
    @Override
    public String codec() {
        return "avc1.%02x%02x%02x".formatted(bytes[1], bytes[2], bytes[3]);
    }

    @Override
    public String toString() {
        return codec() + " " + sps.width() + "x" + sps.height();
    }
}
