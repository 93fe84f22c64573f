package atrium.stream.codec.av1;

import atrium.stream.codec.DecoderConfig;
import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.PictureConfig;
import java.util.Optional;

/**
 * {@code AV1CodecConfigurationRecord} ("AV1 in ISOBMFF", section 2.3): what FLV, RTMP and MP4 carry ahead of
 * AV1. Two are equal if their bytes are.
 */
public final class Av1Config extends DecoderConfig implements PictureConfig {

    private static final int HEADER = 4;
    /** {@code marker} and {@code version}. */
    private static final byte MARKER_AND_VERSION = (byte) 0x81;

    private final int width;
    private final int height;

    private Av1Config(byte[] bytes, Optional<SequenceHeader> sequence) {
        super(bytes);
        this.width = sequence.map(SequenceHeader::width).orElse(0);
        this.height = sequence.map(SequenceHeader::height).orElse(0);
    }

    /** Reads a record; keeps a copy of its bytes. */
    public static Av1Config parse(byte[] record) {
        if (record.length < HEADER || record[0] != MARKER_AND_VERSION) {
            throw new MalformedInputException("av1C: " + record.length + " bytes, version "
                    + (record.length == 0 ? "none" : record[0] & 0x7f) + " (expected: 4 or more, version 1)");
        }
        Optional<SequenceHeader> sequence =
                Obu.find(Obu.SEQUENCE_HEADER, record, HEADER).map(SequenceHeader::parse);
        return new Av1Config(record.clone(), sequence);
    }

    /** Of the largest picture, in pixels; 0 where only the stream itself has a sequence header. */
    @Override
    public int width() {
        return width;
    }

    /** Of the largest picture, in pixels; 0 where only the stream itself has a sequence header. */
    @Override
    public int height() {
        return height;
    }

    /** "AV1 in ISOBMFF", section 5: profile, level and tier, bits a sample. */
    @Override
    public String codec() {
        int profile = bytes[1] >> 5 & 7;
        int level = bytes[1] & 0x1f;
        char tier = (bytes[2] & 0x80) == 0 ? 'M' : 'H';
        return "av01.%d.%02d%c.%02d".formatted(profile, level, tier, depth());
    }

    /** {@code high_bitdepth}, then {@code twelve_bit}. */
    private int depth() {
        if ((bytes[2] & 0x40) == 0) {
            return 8;
        }
        return (bytes[2] & 0x20) == 0 ? 10 : 12;
    }

    @Override
    public String toString() {
        return codec() + " " + width + "x" + height;
    }
}
