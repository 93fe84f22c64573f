package atrium.stream.container.mpegts;

import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.media.Track;

/**
 * Audio whose frames each begin with a header that tells how long they are. Headers are given as the first 56 bits of a
 * frame.
 */
enum AudioSyntax {

    /** AAC with ADTS headers (ISO/IEC 14496-3, section 1.A.2.2). */
    ADTS(1024, 0xfdc0L << 24) {
        private static final int[] RATES = {
            96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
        };

        @Override
        boolean isHeader(long header) {
            boolean sync = (header >> 40 & 0xfff6) == 0xfff0;
            return sync && rateIndex(header) < RATES.length && length(header) > headerLength(header);
        }

        @Override
        int length(long header) {
            return (int) (header >> 13) & 0x1fff;
        }

        /** With a CRC unless protection_absent. */
        @Override
        int headerLength(long header) {
            return (header >> 40 & 1) == 1 ? 7 : 9;
        }

        @Override
        int blocks(long header) {
            return (int) (header & 3) + 1;
        }

        @Override
        Track.Audio track(long header) {
            int objectType = (int) (header >> 38 & 3) + 1;
            int channels = (int) (header >> 30 & 7);
            int bits = objectType << 11 | rateIndex(header) << 7 | channels << 3;
            byte[] config = {(byte) (bits >> 8), (byte) bits};
            return new Track.Aac(AudioSpecificConfig.parse(config));
        }

        private static int rateIndex(long header) {
            return (int) (header >> 34 & 0xf);
        }
    },

    /** MPEG audio of layer II (ISO/IEC 11172-3, section 2.4.1.3), and its lower rates (13818-3, section 2.4.2.3). */
    LAYER_2(1152, 0x180cc0L << 24) {
        private static final int[] KILOBITS = {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384};
        private static final int[] LOW_KILOBITS = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
        private static final int[] RATES = {44_100, 48_000, 32_000};
        private static final int MONO = 3;

        /** A frame of "free" bit rate, index 0, does not tell its length. */
        @Override
        boolean isHeader(long header) {
            boolean sync = (header >> 40 & 0xfff6) == 0xfff4;
            int bitrate = bitrateIndex(header);
            return sync && bitrate > 0 && bitrate < KILOBITS.length && rateIndex(header) < RATES.length;
        }

        @Override
        int length(long header) {
            int kilobits = (isLow(header) ? LOW_KILOBITS : KILOBITS)[bitrateIndex(header)];
            int padding = (int) (header >> 33 & 1);
            return 144_000 * kilobits / sampleRate(header) + padding;
        }

        @Override
        int headerLength(long header) {
            return 0; // it is part of the frame
        }

        @Override
        int blocks(long header) {
            return 1;
        }

        @Override
        Track.Audio track(long header) {
            return new Track.Mp2(sampleRate(header), (header >> 30 & 3) == MONO ? 1 : 2);
        }

        private static boolean isLow(long header) {
            return (header >> 43 & 1) == 0;
        }

        private static int sampleRate(long header) {
            return RATES[rateIndex(header)] / (isLow(header) ? 2 : 1);
        }

        private static int bitrateIndex(long header) {
            return (int) (header >> 36 & 0xf);
        }

        private static int rateIndex(long header) {
            return (int) (header >> 34 & 3);
        }
    };

    /** Bytes that must be there before a header can be read. */
    static final int HEADER = 7;

    private final int samples;
    private final long formatBits;

    AudioSyntax(int samples, long formatBits) {
        this.samples = samples;
        this.formatBits = formatBits;
    }

    abstract boolean isHeader(long header);

    /** Bytes of the frame, header included; more than 0. */
    abstract int length(long header);

    /** Bytes before what a frame's payload is. */
    abstract int headerLength(long header);

    /** How many blocks of samples the frame has. */
    abstract int blocks(long header);

    abstract Track.Audio track(long header);

    /** Samples of a block in each channel. */
    int samples() {
        return samples;
    }

    /** What of a header the track depends on. */
    long format(long header) {
        return header & formatBits;
    }
}
