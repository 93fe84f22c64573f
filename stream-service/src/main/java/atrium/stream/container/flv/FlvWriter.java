package atrium.stream.container.flv;

import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.codec.amf0.AmfWriter;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes FLV (Adobe FLV 10.1, annex E). It has no state: a tag depends on its frame alone. */
public final class FlvWriter {

    private static final int TAG_HEADER = 11;
    private static final int TAG_SIZE = 4;
    private static final int VIDEO_HEADER = 5;
    private static final int AUDIO_HEADER = 2;
    private static final int KEY_AVC = 0x17;
    private static final int INTER_AVC = 0x27;
    /** AAC; the rate, size and channel bits are fixed, the real values are in its configuration (E.4.2.1). */
    private static final int AAC = 0xaf;

    private FlvWriter() {}

    /** The file header (E.2) and the size of the tag before the first, which is 0. */
    public static void header(ByteBuf out, Tracks tracks) {
        int flags = (tracks.audio() == null ? 0 : 4) | (tracks.video() == null ? 0 : 1);
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

    /** How many bytes {@link #frame} writes. */
    public static int size(MediaFrame frame) {
        return TAG_HEADER + TAG_SIZE + bodySize(frame);
    }

    /** The tag of a frame, or of a track's configuration. */
    public static void frame(ByteBuf out, MediaFrame frame) {
        int length = bodySize(frame);
        begin(out, frame.isVideo() ? FlvTagType.VIDEO : FlvTagType.AUDIO, frame.dts(), length);
        body(out, frame);
        out.writeInt(TAG_HEADER + length);
    }

    /** What is in the tag of a frame, or of a track's configuration: also the body of an RTMP message. */
    public static void body(ByteBuf out, MediaFrame frame) {
        int packetType = frame.isConfiguration() ? 0 : 1;
        switch (frame.track()) {
            case Track.H264 h264 -> {
                boolean key = frame.isConfiguration() || frame.key();
                long composition = (frame.pts() - frame.dts()) / MediaFrame.MILLISECOND;
                out.writeByte(key ? KEY_AVC : INTER_AVC).writeByte(packetType).writeMedium((int) composition);
            }
            case Track.Aac aac -> out.writeByte(AAC).writeByte(packetType);
            case Track.H265 h265 -> throw new IllegalArgumentException("not carried: " + h265);
            case Track.Av1 av1 -> throw new IllegalArgumentException("not carried: " + av1);
            case Track.Mpeg1 mpeg1 -> throw new IllegalArgumentException("not carried: " + mpeg1);
            case Track.Opus opus -> throw new IllegalArgumentException("not carried: " + opus);
            case Track.Mp2 mp2 -> throw new IllegalArgumentException("not carried: " + mp2);
        }
        if (frame.isConfiguration()) {
            out.writeBytes(frame.track().configuration());
        } else {
            ByteBuf payload = frame.payload();
            out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
        }
    }

    /** How many bytes {@link #body} writes. */
    public static int bodySize(MediaFrame frame) {
        int header = frame.isVideo() ? VIDEO_HEADER : AUDIO_HEADER;
        return header
                + (frame.isConfiguration()
                        ? frame.track().configuration().length
                        : frame.payload().readableBytes());
    }

    /** E.4.1: 24 bits of the time, then its upper 8, then a stream id of 0. */
    private static void begin(ByteBuf out, int type, long dts, int length) {
        int millis = (int) (dts / MediaFrame.MILLISECOND);
        out.writeByte(type).writeMedium(length).writeMedium(millis).writeByte(millis >>> 24);
        out.writeMedium(0);
    }

    private static Map<String, AmfValue> describe(Tracks tracks) {
        Map<String, AmfValue> all = new LinkedHashMap<>();
        all.put("hasVideo", AmfValue.of(tracks.video() != null));
        all.put("hasAudio", AmfValue.of(tracks.audio() != null));
        tracks.stream().forEach(track -> describe(track, all));
        return all;
    }

    private static void describe(Track track, Map<String, AmfValue> all) {
        switch (track) {
            case Track.Video video -> {
                all.put("videocodecid", AmfValue.of(7));
                all.put("width", AmfValue.of(video.width()));
                all.put("height", AmfValue.of(video.height()));
            }
            case Track.Audio audio -> {
                all.put("audiocodecid", AmfValue.of(10));
                all.put("audiosamplerate", AmfValue.of(audio.sampleRate()));
                all.put("stereo", AmfValue.of(audio.channels() > 1));
            }
        }
    }
}
