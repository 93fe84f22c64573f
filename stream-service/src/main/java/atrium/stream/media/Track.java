package atrium.stream.media;

import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.codec.h264.AvcConfig;

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

    /** A copy of the decoder's configuration, in the form that MP4, FLV and RTMP share. */
    byte[] configuration();

    /** Frames are access units of NAL units, each after its length (ISO/IEC 14496-15, section 5.3.2). */
    record H264(AvcConfig config) implements Track {

        @Override
        public Medium medium() {
            return Medium.VIDEO;
        }

        @Override
        public String codec() {
            return config.codec();
        }

        @Override
        public byte[] configuration() {
            return config.bytes();
        }
    }

    /** Frames are raw data blocks, without ADTS headers. */
    record Aac(AudioSpecificConfig config) implements Track {

        @Override
        public Medium medium() {
            return Medium.AUDIO;
        }

        @Override
        public String codec() {
            return config.codec();
        }

        @Override
        public byte[] configuration() {
            return config.bytes();
        }
    }
}
