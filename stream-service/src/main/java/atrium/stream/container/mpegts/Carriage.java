package atrium.stream.container.mpegts;

import atrium.stream.codec.nal.NalSyntax;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** How the frames of one track are put into PES packets, and what the program map says of them. */
sealed interface Carriage permits NalCarriage, AdtsCarriage, OpusCarriage, PlainCarriage {

    /** Nothing for a frame that cannot be carried. */
    int REFUSED = 0;

    /** Stream ids of the first video and audio stream, and of what MPEG does not define (table 2-22). */
    int VIDEO = 0xe0;

    int AUDIO = 0xc0;
    int PRIVATE_1 = 0xbd;

    /** Null for a track that has no place in a transport stream. */
    static @Nullable Carriage of(Track track) {
        return switch (track) {
            case Track.H264 h264 ->
                new NalCarriage(
                        NalSyntax.H264,
                        StreamType.H264,
                        h264.config().lengthSize(),
                        h264.config().parameterSets());
            case Track.H265 h265 ->
                new NalCarriage(
                        NalSyntax.H265,
                        StreamType.H265,
                        h265.config().lengthSize(),
                        h265.config().parameterSets());
            case Track.Aac aac -> AdtsCarriage.of(aac.config());
            case Track.Opus opus -> OpusCarriage.of(opus.config());
            case Track.Mpeg1 mpeg1 -> new PlainCarriage(StreamType.MPEG1_VIDEO, VIDEO);
            case Track.Mp2 mp2 -> new PlainCarriage(StreamType.MPEG1_AUDIO, AUDIO);
            case Track.Av1 av1 -> null;
        };
    }

    /** Table 2-34. */
    int streamType();

    /** Table 2-22. */
    int streamId();

    /** The descriptors of the stream in the program map (section 2.6). */
    default void describe(ByteBuf out) {}

    /** How many bytes {@link #write} will write, or {@link #REFUSED}. */
    int size(ByteBuf frame, boolean key);

    /** The content of the frame's PES packet. */
    void write(PesWriter out, ByteBuf frame, boolean key);
}
