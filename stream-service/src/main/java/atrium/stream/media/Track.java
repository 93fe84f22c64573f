package atrium.stream.media;

import atrium.stream.codec.PictureConfig;
import atrium.stream.codec.SoundConfig;
import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.codec.av1.Av1Config;
import atrium.stream.codec.h264.AvcConfig;
import atrium.stream.codec.h265.HevcConfig;
import atrium.stream.codec.opus.OpusConfig;

/**
 * One elementary stream and what a decoder must know before its first frame. Two tracks are equal if a decoder need not
 * be told anything new between them.
 */
public sealed interface Track {

    /** A stream has at most one track of each. */
    enum Medium {
        VIDEO,
        AUDIO
    }

    Medium medium();

    /** As in the {@code codecs} parameter of a MIME type (RFC 6381). */
    String codec();

    /** A copy of the decoder's configuration, in the form that MP4, FLV and RTMP share; empty where there is none. */
    byte[] configuration();

    /** A track of pictures. */
    sealed interface Video extends Track {

        @Override
        default Medium medium() {
            return Medium.VIDEO;
        }

        /** Of a picture as shown, in pixels. */
        int width();

        /** Of a picture as shown, in pixels. */
        int height();
    }

    /** A track of sound. */
    sealed interface Audio extends Track {

        @Override
        default Medium medium() {
            return Medium.AUDIO;
        }

        /** Samples a second of each channel. */
        int sampleRate();

        /** How many channels; 0 where only the frames tell. */
        int channels();
    }

    /** Pictures that a configuration goes ahead of. */
    sealed interface ConfiguredVideo extends Video {

        PictureConfig config();

        @Override
        default String codec() {
            return config().codec();
        }

        @Override
        default byte[] configuration() {
            return config().bytes();
        }

        @Override
        default int width() {
            return config().width();
        }

        @Override
        default int height() {
            return config().height();
        }
    }

    /** Sound that a configuration goes ahead of. */
    sealed interface ConfiguredAudio extends Audio {

        SoundConfig config();

        @Override
        default String codec() {
            return config().codec();
        }

        @Override
        default byte[] configuration() {
            return config().bytes();
        }

        @Override
        default int sampleRate() {
            return config().sampleRate();
        }

        @Override
        default int channels() {
            return config().channels();
        }
    }

    /** Frames are access units of NAL units, each after its length (ISO/IEC 14496-15, section 5.3.2). */
    record H264(AvcConfig config) implements ConfiguredVideo {}

    /** Frames are access units of NAL units, each after its length (ISO/IEC 14496-15, section 8.3.2). */
    record H265(HevcConfig config) implements ConfiguredVideo {}

    /** Frames are temporal units without temporal delimiters ("AV1 in ISOBMFF", section 2.4). */
    record Av1(Av1Config config) implements ConfiguredVideo {}

    /** Frames are raw data blocks, without ADTS headers. */
    record Aac(AudioSpecificConfig config) implements ConfiguredAudio {}

    /** Frames are Opus packets (RFC 6716, section 3). The configuration is an {@code OpusHead} (RFC 7845, section 5.1). */
    record Opus(OpusConfig config) implements ConfiguredAudio {}

    /**
     * MPEG-1 video (ISO/IEC 11172-2). Frames are coded pictures, each with the sequence and group headers before it, so
     * that there is no configuration apart from them.
     */
    record Mpeg1(int width, int height) implements Video {

        @Override
        public String codec() {
            return "mp4v.6a";
        }

        @Override
        public byte[] configuration() {
            return new byte[0];
        }
    }

    /** MPEG-1 audio, layer II (ISO/IEC 11172-3). Frames are its frames, whose headers are all of the configuration. */
    record Mp2(int sampleRate, int channels) implements Audio {

        @Override
        public String codec() {
            return "mp4a.6b";
        }

        @Override
        public byte[] configuration() {
            return new byte[0];
        }
    }
}
