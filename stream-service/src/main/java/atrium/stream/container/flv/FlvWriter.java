package atrium.stream.container.flv;

import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.codec.amf0.AmfWriter;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes FLV. It has no state: a tag depends on its frame alone.
 *
 * <p>H.264 and AAC have the legacy form (Adobe FLV 10.1, annex E), which every player reads; H.265, AV1 and Opus have
 * that of Enhanced RTMP v2, the only one that is specified. Of other tracks nothing is written.
 */
public final class FlvWriter {

    private static final int TAG_HEADER = 11;
    private static final int TAG_SIZE = 4;
    private static final int KEY_FRAME = 1;
    private static final int INTER_FRAME = 2;
    /** AAC; the rate, size and channel bits are fixed, the real values are in its configuration (E.4.2.1). */
    private static final int AAC = 0xaf;

    /** {@code isExVideoHeader} (Enhanced RTMP v2, "Enhanced Video"). */
    private static final int ENHANCED_VIDEO = 0x80;
    /** {@code SoundFormat.ExHeader} (Enhanced RTMP v2, "Enhanced Audio"), above the packet type. */
    private static final int ENHANCED_AUDIO = 0x90;

    // Of legacy and enhanced tags alike.
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    /** Of enhanced tags: shown when decoded. */
    private static final int CODED_FRAMES_X = 3;

    private FlvWriter() {}

    /** Whether FLV has a form for the track. */
    public static boolean carries(Track track) {
        return FlvCodec.of(track) != null;
    }

    /** The file header (E.2) and the size of the tag before the first, which is 0. */
    public static void header(ByteBuf out, Tracks tracks) {
        int flags = (hasCarried(tracks.audio()) ? 4 : 0) | (hasCarried(tracks.video()) ? 1 : 0);
        out.writeMedium(0x464c56).writeByte(1).writeByte(flags).writeInt(9).writeInt(0);
    }

    /** {@code onMetaData} (E.5), as far as it is known without decoding; at 0, where alone ffmpeg takes it for such. */
    public static void metadata(ByteBuf out, Tracks tracks) {
        int start = out.writerIndex();
        begin(out, FlvTagType.SCRIPT, 0, 0);
        metadataBody(out, tracks);
        int length = out.writerIndex() - start - TAG_HEADER;
        out.setMedium(start + 1, length);
        out.writeInt(TAG_HEADER + length);
    }

    /** What {@link #metadata} tells, without the tag around it: also the body of an RTMP message. */
    public static void metadataBody(ByteBuf out, Tracks tracks) {
        AmfWriter.write(out, AmfValue.of("onMetaData"), new AmfValue.EcmaArray(describe(tracks)));
    }

    /** How many bytes {@link #frame} writes; 0 for a track that is not carried. */
    public static int size(MediaFrame frame) {
        return carries(frame.track()) ? TAG_HEADER + TAG_SIZE + bodySize(frame) : 0;
    }

    /** The tag of a frame, or of a track's configuration. */
    public static void frame(ByteBuf out, MediaFrame frame) {
        if (!carries(frame.track())) {
            return;
        }
        int length = bodySize(frame);
        begin(out, frame.isVideo() ? FlvTagType.VIDEO : FlvTagType.AUDIO, frame.dts(), length);
        body(out, frame);
        out.writeInt(TAG_HEADER + length);
    }

    /** How many bytes {@link #body} writes; 0 for a track that is not carried. */
    public static int bodySize(MediaFrame frame) {
        FlvCodec codec = FlvCodec.of(frame.track());
        return codec == null ? 0 : bodySize(codec, frame);
    }

    /** What is in the tag of a frame, or of a track's configuration: also the body of an RTMP message. */
    public static void body(ByteBuf out, MediaFrame frame) {
        FlvCodec codec = FlvCodec.of(frame.track());
        if (codec == null) {
            return;
        }
        bodyHeader(out, codec, frame);
        if (frame.isConfiguration()) {
            out.writeBytes(frame.track().configuration());
        } else {
            ByteBuf payload = frame.payload();
            out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
        }
    }

    private static int bodySize(FlvCodec codec, MediaFrame frame) {
        int header = switch (codec) {
            case AAC -> 2;
            case H264, AV1, OPUS -> 5;
            case H265 -> composition(frame) == 0 ? 5 : 8;
        };
        return header
                + (frame.isConfiguration()
                        ? frame.track().configuration().length
                        : frame.payload().readableBytes());
    }

    private static void bodyHeader(ByteBuf out, FlvCodec codec, MediaFrame frame) {
        int packetType = frame.isConfiguration() ? SEQUENCE_START : CODED_FRAMES;
        int composition = composition(frame);
        switch (codec) {
            case H264 ->
                out.writeByte(frameType(frame) | FlvCodec.LEGACY_AVC)
                        .writeByte(packetType)
                        .writeMedium(composition);
            case AAC -> out.writeByte(AAC).writeByte(packetType);
            case H265 -> {
                boolean shownAtOnce = packetType == CODED_FRAMES && composition == 0;
                enhanced(out, ENHANCED_VIDEO | frameType(frame), shownAtOnce ? CODED_FRAMES_X : packetType, codec);
                if (composition != 0) {
                    out.writeMedium(composition);
                }
            }
            case AV1 -> enhanced(out, ENHANCED_VIDEO | frameType(frame), packetType, codec);
            case OPUS -> enhanced(out, ENHANCED_AUDIO, packetType, codec);
        }
    }

    private static void enhanced(ByteBuf out, int flags, int packetType, FlvCodec codec) {
        out.writeByte(flags | packetType).writeInt(codec.fourCc());
    }

    /** The upper four bits; a configuration counts as a key frame (E.4.3.1). */
    private static int frameType(MediaFrame frame) {
        return (frame.isConfiguration() || frame.key() ? KEY_FRAME : INTER_FRAME) << 4;
    }

    /** How many milliseconds later than decoded; 0 for a configuration. */
    private static int composition(MediaFrame frame) {
        return (int) ((frame.pts() - frame.dts()) / MediaFrame.MILLISECOND);
    }

    /** E.4.1: 24 bits of the time, then its upper 8, then a stream id of 0. */
    private static void begin(ByteBuf out, int type, long dts, int length) {
        int millis = (int) (dts / MediaFrame.MILLISECOND);
        out.writeByte(type).writeMedium(length).writeMedium(millis).writeByte(millis >>> 24);
        out.writeMedium(0);
    }

    private static boolean hasCarried(@Nullable Track track) {
        return track != null && carries(track);
    }

    private static Map<String, AmfValue> describe(Tracks tracks) {
        Map<String, AmfValue> all = new LinkedHashMap<>();
        all.put("hasVideo", AmfValue.of(hasCarried(tracks.video())));
        all.put("hasAudio", AmfValue.of(hasCarried(tracks.audio())));
        tracks.stream().forEach(track -> describe(track, all));
        return all;
    }

    /** Enhanced RTMP v2, "Enhancing onMetaData". */
    private static void describe(Track track, Map<String, AmfValue> all) {
        FlvCodec codec = FlvCodec.of(track);
        if (codec == null) {
            return;
        }
        switch (track) {
            case Track.Video video -> {
                all.put("videocodecid", AmfValue.of(codec.metadataId()));
                all.put("width", AmfValue.of(video.width()));
                all.put("height", AmfValue.of(video.height()));
            }
            case Track.Audio audio -> {
                all.put("audiocodecid", AmfValue.of(codec.metadataId()));
                all.put("audiosamplerate", AmfValue.of(audio.sampleRate()));
                all.put("stereo", AmfValue.of(audio.channels() > 1));
            }
        }
    }
}
