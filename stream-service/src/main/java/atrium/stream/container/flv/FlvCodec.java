package atrium.stream.container.flv;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.codec.av1.Av1Config;
import atrium.stream.codec.h264.AvcConfig;
import atrium.stream.codec.h265.HevcConfig;
import atrium.stream.codec.opus.OpusConfig;
import atrium.stream.media.Track;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The codecs that are read from and written to FLV, each with its four characters (Enhanced RTMP v2). */
enum FlvCodec {
    H264("avc1"),
    H265("hvc1"),
    AV1("av01"),
    AAC("mp4a"),
    OPUS("Opus");

    /** {@code CodecID} of a legacy tag (Adobe FLV 10.1, E.4.3.1). */
    static final int LEGACY_AVC = 7;
    /** What encoders wrote for H.265 before there was an enhanced form; no specification has it. */
    static final int LEGACY_HEVC = 12;
    /** {@code SoundFormat} of a legacy tag (Adobe FLV 10.1, E.4.2.1). */
    static final int LEGACY_AAC = 10;

    private static final Set<FlvCodec> VIDEO = EnumSet.of(H264, H265, AV1);
    private static final Set<FlvCodec> AUDIO = EnumSet.of(AAC, OPUS);

    private final String text;
    private final int fourCc;

    FlvCodec(String text) {
        this.text = text;
        this.fourCc = text.charAt(0) << 24 | text.charAt(1) << 16 | text.charAt(2) << 8 | text.charAt(3);
    }

    /** The codec of a track, or null if FLV has none. */
    static @Nullable FlvCodec of(Track track) {
        return switch (track) {
            case Track.H264 h264 -> H264;
            case Track.H265 h265 -> H265;
            case Track.Av1 av1 -> AV1;
            case Track.Mpeg1 mpeg1 -> null;
            case Track.Aac aac -> AAC;
            case Track.Opus opus -> OPUS;
            case Track.Mp2 mp2 -> null;
        };
    }

    static FlvCodec video(int fourCc) {
        return find("video", VIDEO, fourCc);
    }

    static FlvCodec audio(int fourCc) {
        return find("audio", AUDIO, fourCc);
    }

    static FlvCodec legacyVideo(int id) {
        return switch (id) {
            case LEGACY_AVC -> H264;
            case LEGACY_HEVC -> H265;
            default -> throw unsupported("video", Integer.toString(id), "7, H.264, or enhanced " + names(VIDEO));
        };
    }

    static FlvCodec legacyAudio(int format) {
        if (format != LEGACY_AAC) {
            throw unsupported("audio", Integer.toString(format), "10, AAC, or enhanced " + names(AUDIO));
        }
        return AAC;
    }

    private static FlvCodec find(String medium, Set<FlvCodec> codecs, int fourCc) {
        for (FlvCodec codec : codecs) {
            if (codec.fourCc == fourCc) {
                return codec;
            }
        }
        throw unsupported(medium, text(fourCc), names(codecs));
    }

    int fourCc() {
        return fourCc;
    }

    /** Whether frames may be shown later than they are decoded, so that the tag says how much. */
    boolean hasCompositionTime() {
        return this == H264 || this == H265;
    }

    /** {@code videocodecid} or {@code audiocodecid} (Enhanced RTMP v2, "Enhancing onMetaData"). */
    int metadataId() {
        return switch (this) {
            case H264 -> LEGACY_AVC;
            case AAC -> LEGACY_AAC;
            case H265, AV1, OPUS -> fourCc;
        };
    }

    /** The track that a sequence header begins. */
    Track track(byte[] configuration) {
        return switch (this) {
            case H264 -> new Track.H264(AvcConfig.parse(configuration));
            case H265 -> new Track.H265(HevcConfig.parse(configuration));
            case AV1 -> new Track.Av1(Av1Config.parse(configuration));
            case AAC -> new Track.Aac(AudioSpecificConfig.parse(configuration));
            case OPUS -> new Track.Opus(OpusConfig.parse(configuration));
        };
    }

    /** Ogg's second header, which may follow the first as a sequence header too; it tells nothing that is played. */
    boolean isComment(byte[] header) {
        return this == OPUS && OpusConfig.isComment(header);
    }

    private static MalformedInputException unsupported(String medium, String found, String supported) {
        return new MalformedInputException(medium + " codec: " + found + " (expected: " + supported + ")");
    }

    private static String names(Set<FlvCodec> codecs) {
        return codecs.stream().map(codec -> codec.text).collect(Collectors.joining(", "));
    }

    /** A stranger's four characters, safe to log. */
    private static String text(int fourCc) {
        char[] text = new char[4];
        for (int i = 0; i < text.length; i++) {
            int c = fourCc >>> (24 - 8 * i) & 0xff;
            text[i] = c > ' ' && c < 0x7f ? (char) c : '?';
        }
        return new String(text);
    }
}
