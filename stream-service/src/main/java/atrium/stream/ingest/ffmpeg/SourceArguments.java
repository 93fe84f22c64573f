package atrium.stream.ingest.ffmpeg;

import atrium.stream.access.SourceScheme;
import atrium.stream.access.SourceUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * ffmpeg's arguments to read a source and write FLV to its standard output, copying what can be copied.
 *
 * <p>Measured from RTSP to the first video frame: 1 254 ms as ffmpeg does it by itself, 281 ms with a short look at the
 * first packets ({@code -analyzeduration}, {@code -probesize}), and 2 164 ms with {@code -fflags nobuffer}, which throws
 * the looked-at packets away and waits for the next key frame. Sources without a table of contents (MPEG-TS, HLS) need a
 * longer look, or a track is missed.
 */
public final class SourceArguments {

    private static final List<String> QUIET =
            List.of("-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+warning");
    private static final List<String> SHORT_LOOK = List.of("-analyzeduration", "100000", "-probesize", "32768");
    private static final List<String> LONG_LOOK = List.of("-analyzeduration", "1500000", "-probesize", "1000000");
    /** What may arrive where the format is the source's choice; no scripts that name further files. */
    private static final List<String> FORMATS =
            List.of("-format_whitelist", "flv,live_flv,hls,mpegts,mov,matroska,aac,mp3,webvtt");

    private SourceArguments() {}

    /** Reads {@code source}, which must have passed the policy, as {@code options} say. */
    public static FfmpegCommand toFlv(SourceUrl source, SourceOptions options) {
        return toFlv(SourceRoute.direct(source), options);
    }

    /** Reads the source at the end of {@code route} as {@code options} say. */
    public static FfmpegCommand toFlv(SourceRoute route, SourceOptions options) {
        SourceUrl source = route.opened();
        List<String> arguments = new ArrayList<>(QUIET);
        arguments.addAll(List.of("-protocol_whitelist", protocols(source.scheme(), options.transport())));
        arguments.addAll(input(source.scheme(), options));
        if (source.scheme() == SourceScheme.SRT && source.listens()) {
            arguments.addAll(List.of("-listen_timeout", microseconds(options.timeout())));
        }
        arguments.addAll(route.arguments());
        arguments.addAll(List.of("-i", source.reveal()));
        arguments.addAll(output(options));
        List<String> secrets = new ArrayList<>(source.secrets());
        secrets.addAll(route.secrets());
        return new FfmpegCommand(arguments, secrets);
    }

    /**
     * What may be opened on the way. Never {@code file} for a source from the network: a playlist may name one. Never
     * {@code https} with {@code httpproxy}, which TLS through a proxy needs: a playlist may name that one, too, and is
     * then connected without the proxy. TLS is spoken by the service itself, before ffmpeg.
     */
    private static String protocols(SourceScheme scheme, RtspTransport transport) {
        return switch (scheme) {
            case RTSP -> transport == RtspTransport.TCP ? "tcp" : "tcp,udp,rtp";
            case RTSPS -> "tls,tcp";
            case RTMP -> "rtmp,tcp";
            case RTMPS -> "rtmps,tls,tcp";
            case HTTP -> "http,tcp,crypto";
            case HTTPS -> "https,tls,tcp,crypto";
            case SRT -> "srt";
            case UDP -> "udp";
            case FILE -> "file";
        };
    }

    private static List<String> input(SourceScheme scheme, SourceOptions options) {
        String timeout = microseconds(options.timeout());
        return switch (scheme) {
            case RTSP, RTSPS ->
                join(
                        SHORT_LOOK,
                        "-rtsp_transport",
                        options.transport().text(),
                        "-timeout",
                        timeout,
                        "-allowed_media_types",
                        "video+audio");
            case RTMP, RTMPS -> join(SHORT_LOOK, "-rtmp_live", "live", "-rw_timeout", timeout);
            case HTTP, HTTPS -> join(join(LONG_LOOK, "-rw_timeout", timeout), FORMATS);
            case SRT, UDP -> join(LONG_LOOK, "-f", "mpegts", "-timeout", timeout);
            case FILE -> join(join(LONG_LOOK, "-re", "-stream_loop", "-1"), FORMATS);
        };
    }

    /**
     * The first video and the first audio track, each packet written at once; half a second of one track is not held
     * back for want of the other.
     */
    private static List<String> output(SourceOptions options) {
        List<String> codecs =
                options.audioToAac() ? List.of("-c:v", "copy", "-c:a", "aac", "-b:a", "128k") : List.of("-c", "copy");
        return join(
                join(List.of("-map", "0:v:0?", "-map", "0:a:0?"), codecs),
                "-max_interleave_delta",
                "500000",
                "-flush_packets",
                "1",
                "-flvflags",
                "no_duration_filesize",
                "-f",
                "flv",
                "pipe:1");
    }

    private static String microseconds(Duration time) {
        return Long.toString(time.dividedBy(Duration.ofNanos(1000)));
    }

    private static List<String> join(List<String> first, String... then) {
        return join(first, List.of(then));
    }

    private static List<String> join(List<String> first, List<String> then) {
        List<String> both = new ArrayList<>(first);
        both.addAll(then);
        return both;
    }
}
