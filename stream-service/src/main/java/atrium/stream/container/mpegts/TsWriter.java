package atrium.stream.container.mpegts;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes one stream as an MPEG transport stream (ISO/IEC 13818-1) of one program. It has the state that a stream has:
 * counters of its packets and the version of its program map. Used by one thread.
 *
 * <p>A frame is one PES packet, and ends with its last transport packet: nothing waits for the next frame. PAT and PMT
 * come before each key picture, where a viewer may begin; without video, each half second.
 *
 * <p>The clock (PCR) is the time of decoding; what is decoded says that it is {@link #LEAD} later. A decoder needs the
 * lead: a frame must have arrived when its time comes, though sources send sound and pictures of one time some hundred
 * milliseconds apart. Section 2.4.2.6 allows a second; ffmpeg's {@code -muxdelay} is 0.7 s; players that go by the clock
 * show everything so much later, hence no more than is needed.
 */
public final class TsWriter {

    /** How much later than the clock of its packets a frame is decoded. */
    static final long LEAD = 400 * MediaFrame.MILLISECOND;

    /** Bytes of PAT and PMT. */
    public static final int TABLES = 2 * TsPacket.SIZE;

    private static final long TABLES_INTERVAL = MediaFrame.TIMEBASE / 2;
    /** What a frame is most often made longer by: delimiter, parameter sets, longer start codes. */
    private static final int ADDED = 192;

    private final ProgramTables tables = new ProgramTables();
    private final Stream video = new Stream(ProgramTables.VIDEO_PID);
    private final Stream audio = new Stream(ProgramTables.AUDIO_PID);
    private boolean described;
    private long tablesAt;

    /** Whether frames of {@code track} have a place in a transport stream. */
    public static boolean carries(Track track) {
        return Carriage.of(track) != null;
    }

    /** Bytes that are enough for most frames like this, tables included; {@link #frame} makes more room if it must. */
    public static int capacity(MediaFrame frame) {
        return TABLES + PesWriter.capacity(frame.payload().readableBytes() + ADDED);
    }

    /**
     * PAT and PMT of {@code tracks}, for a receiver that begins now. They do not count as packets of the stream, of
     * which this receiver sees what others see, so that they can be given to it alone.
     */
    public void tables(ByteBuf out, Tracks tracks) {
        update(tracks);
        if (describe()) {
            tables.repeat(out);
        }
    }

    /** PAT and PMT for all receivers: the stream has {@code tracks} from {@code dts} on. */
    public void change(ByteBuf out, Tracks tracks, long dts) {
        update(tracks);
        tables(out, dts);
    }

    /**
     * The packets of one frame. A configuration is said in a new version of the program map, and in the frames that come
     * after it. Nothing for what is not carried. The frame stays the caller's.
     */
    public void frame(ByteBuf out, MediaFrame frame) {
        update(frame);
        boolean changed = !described;
        Stream stream = frame.isVideo() ? video : audio;
        Carriage carriage = stream.carriage;
        if (frame.isConfiguration()) {
            if (changed) {
                tables(out, frame.dts());
            }
        } else if (carriage != null) {
            coded(out, frame, stream, carriage);
        }
    }

    private void coded(ByteBuf out, MediaFrame frame, Stream stream, Carriage carriage) {
        ByteBuf payload = frame.payload();
        boolean clock = stream == video || video.carriage == null;
        int size = carriage.size(payload, frame.key());
        if (size == Carriage.REFUSED) {
            return;
        }
        out.ensureWritable(TABLES + PesWriter.capacity(size));
        if (!described || frame.isKeyPicture() || clock && !frame.isVideo() && isTimeForTables(frame.dts())) {
            tables(out, frame.dts());
        }
        stream.packets.begin(out, carriage.streamId(), frame, clock, size);
        carriage.write(stream.packets, payload, frame.key());
    }

    /** Also after a step back in time. */
    private boolean isTimeForTables(long dts) {
        return Math.abs(dts - tablesAt) >= TABLES_INTERVAL;
    }

    private void tables(ByteBuf out, long dts) {
        if (describe()) {
            tables.next(out);
            tablesAt = dts;
        }
    }

    /** False if there is nothing to describe. */
    private boolean describe() {
        if (video.carriage == null && audio.carriage == null) {
            return false;
        }
        if (!described) {
            tables.describe(video.carriage, audio.carriage);
            described = true;
        }
        return true;
    }

    private void update(Tracks tracks) {
        update(video, tracks.video());
        update(audio, tracks.audio());
    }

    /** Frames may have been left out, those of configurations among them: so each frame's track is looked at. */
    private void update(MediaFrame frame) {
        update(frame.isVideo() ? video : audio, frame.track());
    }

    private void update(Stream stream, @Nullable Track track) {
        if (track == stream.track || track != null && track.equals(stream.track)) {
            return;
        }
        Carriage next = track == null ? null : Carriage.of(track);
        described &= next == null && stream.carriage == null;
        stream.track = track;
        stream.carriage = next;
    }

    /** One elementary stream: its track as it is now, and the packets that it is carried in. */
    private static final class Stream {

        private final PesWriter packets;
        private @Nullable Track track;
        private @Nullable Carriage carriage;

        private Stream(int pid) {
            this.packets = new PesWriter(pid);
        }
    }
}
