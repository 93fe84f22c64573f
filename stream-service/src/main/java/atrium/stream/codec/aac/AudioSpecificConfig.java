package atrium.stream.codec.aac;

import atrium.stream.codec.DecoderConfig;
import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.SoundConfig;

/**
 * {@code AudioSpecificConfig} (ISO/IEC 14496-3, section 1.6.2.1): what FLV, RTMP and MP4 carry ahead of AAC. Two are
 * equal if their bytes are.
 */
public final class AudioSpecificConfig extends DecoderConfig implements SoundConfig {

    /** Table 1.18. */
    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };

    private static final int EXPLICIT_RATE = 15;
    private static final int ESCAPED_TYPE = 31;

    private final int objectType;
    private final int sampleRate;
    private final int channels;

    private AudioSpecificConfig(byte[] bytes) {
        super(bytes);
        int type = bits(0, 5);
        int at = 5;
        if (type == ESCAPED_TYPE) { // GetAudioObjectType(), section 1.6.2.1
            type = 32 + bits(at, 6);
            at += 6;
        }
        this.objectType = type;
        int index = bits(at, 4);
        at += 4;
        this.sampleRate = index == EXPLICIT_RATE ? bits(at, 24) : rate(index);
        at += index == EXPLICIT_RATE ? 24 : 0;
        this.channels = channels(bits(at, 4));
    }

    /** Reads a configuration; keeps a copy of its bytes. */
    public static AudioSpecificConfig parse(byte[] config) {
        return new AudioSpecificConfig(config.clone());
    }

    /** 2 is AAC LC, 5 is HE-AAC (table 1.17). */
    public int objectType() {
        return objectType;
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    /** How many channels; 0 where only a program config element in the stream tells. */
    @Override
    public int channels() {
        return channels;
    }

    /** RFC 6381, section 3.3: object type indication 40 is MPEG-4 audio. */
    @Override
    public String codec() {
        return "mp4a.40." + objectType;
    }

    private static int rate(int index) {
        if (index >= RATES.length) {
            throw new MalformedInputException("samplingFrequencyIndex: " + index + " (expected: at most 12, or 15)");
        }
        return RATES[index];
    }

    /** Table 1.19. */
    private static int channels(int configuration) {
        return switch (configuration) {
            case 0, 1, 2, 3, 4, 5, 6 -> configuration;
            case 7, 12, 14 -> 8;
            case 11 -> 7;
            default -> throw new MalformedInputException("channelConfiguration: " + configuration);
        };
    }

    private int bits(int from, int count) {
        if (from + count > bytes.length * 8) {
            throw new MalformedInputException("AudioSpecificConfig ends after " + bytes.length + " bytes, too early");
        }
        int value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 1 | (bytes[i >> 3] >> (7 - (i & 7)) & 1);
        }
        return value;
    }

    @Override
    public String toString() {
        return codec() + " " + sampleRate + " Hz, " + channels + " channels";
    }
}
