package atrium.stream.container.fmp4;

import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import java.util.stream.Collectors;

/**
 * The header of a fragmented file (ISO/IEC 14496-12, sections 4.3 and 8.2 to 8.8): {@code ftyp} and a {@code moov} that
 * describes the tracks and holds no samples. Video is track 1, audio track 2.
 */
public final class InitSegment {

    private static final int MOVIE_TIMESCALE = 1000;
    private static final int ENABLED_IN_MOVIE_AND_PREVIEW = 7;
    private static final int UNDETERMINED_LANGUAGE = 0x55c4;
    private static final int FULL_VOLUME = 0x0100;
    private static final int ONE = 0x10000;

    private InitSegment() {}

    /** Whether browsers know {@code track} in MP4. */
    public static boolean carries(Track track) {
        return switch (track) {
            case Track.H264 h264 -> true;
            case Track.H265 h265 -> true;
            case Track.Av1 av1 -> true;
            case Track.Aac aac -> true;
            case Track.Opus opus -> true;
            case Track.Mpeg1 mpeg1 -> false;
            case Track.Mp2 mp2 -> false;
        };
    }

    /** {@code tracks} without those that are not carried. */
    public static Tracks carried(Tracks tracks) {
        Track.Video video = tracks.video();
        Track.Audio audio = tracks.audio();
        return new Tracks(
                video != null && carries(video) ? video : null, audio != null && carries(audio) ? audio : null);
    }

    /** The MIME type with the {@code codecs} of the carried tracks (RFC 6381, section 3.3). */
    public static String mimeType(Tracks tracks) {
        Tracks carried = carried(tracks);
        String type = carried.video() == null && carried.audio() != null ? "audio/mp4" : "video/mp4";
        String codecs = carried.stream().map(Track::codec).collect(Collectors.joining(","));
        return codecs.isEmpty() ? type : type + "; codecs=\"" + codecs + "\"";
    }

    /** Writes the header for those of {@code tracks} that are carried. */
    public static void write(ByteBuf out, Tracks tracks) {
        Tracks carried = carried(tracks);
        fileType(out);
        int moov = Box.begin(out, "moov");
        movieHeader(out);
        carried.stream().forEach(track -> track(out, track));
        int mvex = Box.begin(out, "mvex");
        carried.stream().forEach(track -> defaults(out, track));
        Box.end(out, mvex);
        Box.end(out, moov);
    }

    /** Section 4.3. {@code iso6} is the brand of {@code tfdt}, {@code iso5} that of offsets that begin at the fragment. */
    private static void fileType(ByteBuf out) {
        int ftyp = Box.begin(out, "ftyp");
        Box.fourCc(out, "iso6");
        out.writeInt(0);
        Box.fourCc(out, "iso5");
        Box.fourCc(out, "iso6");
        Box.fourCc(out, "mp41");
        Box.end(out, ftyp);
    }

    /** Section 8.2.2. */
    private static void movieHeader(ByteBuf out) {
        int mvhd = Box.begin(out, "mvhd", 0, 0);
        out.writeLong(0).writeInt(MOVIE_TIMESCALE).writeInt(0); // created, modified; duration: unknown
        out.writeInt(ONE).writeShort(FULL_VOLUME).writeZero(10);
        matrix(out);
        out.writeZero(24).writeInt(TrackId.AUDIO + 1); // next_track_ID
        Box.end(out, mvhd);
    }

    /** Section 8.3.1. */
    private static void track(ByteBuf out, Track track) {
        int trak = Box.begin(out, "trak");
        trackHeader(out, track);
        int mdia = Box.begin(out, "mdia");
        mediaHeader(out, track);
        handler(out, track);
        mediaInformation(out, track);
        Box.end(out, mdia);
        Box.end(out, trak);
    }

    /** Section 8.3.2. */
    private static void trackHeader(ByteBuf out, Track track) {
        int tkhd = Box.begin(out, "tkhd", 0, ENABLED_IN_MOVIE_AND_PREVIEW);
        out.writeLong(0).writeInt(TrackId.of(track)).writeInt(0).writeInt(0).writeZero(8);
        out.writeInt(0)
                .writeShort(track instanceof Track.Audio ? FULL_VOLUME : 0)
                .writeShort(0);
        matrix(out);
        switch (track) {
            case Track.Video video -> out.writeInt(video.width() << 16).writeInt(video.height() << 16);
            case Track.Audio audio -> out.writeLong(0);
        }
        Box.end(out, tkhd);
    }

    /** Section 8.4.2. */
    private static void mediaHeader(ByteBuf out, Track track) {
        int mdhd = Box.begin(out, "mdhd", 0, 0);
        out.writeLong(0).writeInt(TrackId.timescale(track)).writeInt(0);
        out.writeShort(UNDETERMINED_LANGUAGE).writeShort(0);
        Box.end(out, mdhd);
    }

    /** Section 8.4.3. */
    private static void handler(ByteBuf out, Track track) {
        int hdlr = Box.begin(out, "hdlr", 0, 0);
        out.writeInt(0);
        Box.fourCc(out, track instanceof Track.Video ? "vide" : "soun");
        out.writeZero(12).writeByte(0); // reserved; an empty name
        Box.end(out, hdlr);
    }

    /** Sections 8.4.4 to 8.7.2: the media are in this file. */
    private static void mediaInformation(ByteBuf out, Track track) {
        int minf = Box.begin(out, "minf");
        switch (track) {
            case Track.Video video -> Box.write(out, "vmhd", new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0});
            case Track.Audio audio -> Box.write(out, "smhd", new byte[8]);
        }
        int dinf = Box.begin(out, "dinf");
        int dref = Box.begin(out, "dref", 0, 0);
        out.writeInt(1);
        Box.end(out, Box.begin(out, "url ", 0, 1));
        Box.end(out, dref);
        Box.end(out, dinf);
        sampleTable(out, track);
        Box.end(out, minf);
    }

    /** Section 8.5.1, with tables of no entries: samples are in fragments. */
    private static void sampleTable(ByteBuf out, Track track) {
        int stbl = Box.begin(out, "stbl");
        int stsd = Box.begin(out, "stsd", 0, 0);
        out.writeInt(1);
        SampleEntry.write(out, track);
        Box.end(out, stsd);
        Box.write(out, "stts", new byte[8]);
        Box.write(out, "stsc", new byte[8]);
        Box.write(out, "stsz", new byte[12]);
        Box.write(out, "stco", new byte[8]);
        Box.end(out, stbl);
    }

    /** Section 8.8.3. */
    private static void defaults(ByteBuf out, Track track) {
        int trex = Box.begin(out, "trex", 0, 0);
        out.writeInt(TrackId.of(track)).writeInt(1).writeInt(0).writeInt(0);
        out.writeInt(track instanceof Track.Audio ? TrackRun.SYNC : TrackRun.NON_SYNC);
        Box.end(out, trex);
    }

    /** Unity, section 6.2.2. */
    private static void matrix(ByteBuf out) {
        out.writeInt(ONE).writeZero(12).writeInt(ONE).writeZero(12).writeInt(0x40000000);
    }
}
