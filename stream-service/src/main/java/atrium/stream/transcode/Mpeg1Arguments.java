package atrium.stream.transcode;

import atrium.stream.ingest.ffmpeg.FfmpegCommand;
import atrium.stream.media.Tracks;
import java.util.ArrayList;
import java.util.List;

/**
 * ffmpeg's arguments to read FLV and write MPEG-1 pictures and layer II sound as MPEG-TS.
 *
 * <p>Measured with 1280x720 at 30 a second and a first group of 1.5 s: the first packet after 40 ms, and 20 ms behind
 * the source from 160 ms on. {@code -fflags nobuffer} makes the first packet later (670 ms) and loses sound; decoding
 * on several threads puts a picture of delay between for each ({@code -threads 1}). {@code -flags low_delay} would do
 * the same, but spoils pictures that are stored in another order than they are shown. Where the length of a picture is
 * told ({@code -omit_video_pes_length 0}), its end is seen without waiting for the next.
 */
final class Mpeg1Arguments {

    private static final List<String> INPUT = words("-nostdin -hide_banner -nostats -loglevel level+error"
            + " -threads 1 -analyzeduration 100000 -probesize 32768 -f flv -i pipe:0");
    private static final List<String> SOUND = words("-map 0:a:0 -c:a mp2 -b:a 128k -ar 44100 -ac 2");
    private static final List<String> OUTPUT =
            words("-max_interleave_delta 100000 -muxdelay 0 -muxpreload 0 -flush_packets 1 -omit_video_pes_length 0"
                    + " -f mpegts pipe:1");

    private Mpeg1Arguments() {}

    /** For a stream of {@code tracks}. */
    static FfmpegCommand of(Tracks tracks, TranscodeProperties.Mpeg1 properties) {
        List<String> arguments = new ArrayList<>(INPUT);
        if (tracks.video() != null) {
            arguments.addAll(List.of("-map", "0:v:0", "-vf", scale(properties)));
            arguments.addAll(pictures(properties));
        }
        if (tracks.audio() != null) {
            arguments.addAll(SOUND);
        }
        arguments.addAll(OUTPUT);
        return FfmpegCommand.reading(arguments);
    }

    /** A key picture a second, none that is shown before one that is stored before it, and no burst beyond a second. */
    private static List<String> pictures(TranscodeProperties.Mpeg1 properties) {
        int kbps = properties.kbps();
        return words(
                "-c:v mpeg1video -threads:v 1 -pix_fmt yuv420p -bf 0 -g %d -r %d -b:v %dk -maxrate %dk -bufsize %dk"
                        .formatted(properties.fps(), properties.fps(), kbps, 2 * kbps, kbps));
    }

    /**
     * Into the box and never larger than it is, with square pixels, since MPEG-1 has few other shapes, even sides, and
     * the only colours that it knows. In one step: whatever shape of a pixel a frame's header tells, no picture beyond
     * the box is ever made.
     */
    private static String scale(TranscodeProperties.Mpeg1 properties) {
        String width = "max(2,trunc(min(min(%d,iw*sar),%d*iw*sar/ih)/2)*2)"
                .formatted(properties.maxWidth(), properties.maxHeight());
        String height = "max(2,trunc(min(%d,ow*ih/iw/sar+1)/2)*2)".formatted(properties.maxHeight());
        return "scale='" + width + "':'" + height + "':out_color_matrix=bt601:out_range=tv,setsar=1";
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
