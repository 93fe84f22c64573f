package atrium.stream.ingest.ffmpeg;

import atrium.stream.access.SourceUrl;
import java.util.List;

/**
 * How a source is reached.
 *
 * @param opened the URL that ffmpeg opens: the source's, or one at which it is relayed
 * @param arguments what else ffmpeg must know to get there
 * @param secrets texts of these that are masked
 */
public record SourceRoute(SourceUrl opened, List<String> arguments, List<String> secrets) {

    public SourceRoute {
        arguments = List.copyOf(arguments);
        secrets = List.copyOf(secrets);
    }

    /** Straight to the source. */
    public static SourceRoute direct(SourceUrl source) {
        return new SourceRoute(source, List.of(), List.of());
    }

    /** To {@code source} by an HTTP proxy on this machine, to which ffmpeg signs in with {@code token}. */
    public static SourceRoute byProxy(SourceUrl source, int port, String token) {
        String proxy = "http://ffmpeg:" + token + "@127.0.0.1:" + port;
        return new SourceRoute(source, List.of("-http_proxy", proxy), List.of(token));
    }

    /**
     * To the server of {@code named} at the address of {@code opened}; the server is told the name, by which it may
     * choose between several that it has.
     */
    public static SourceRoute ofRtmp(SourceUrl named, SourceUrl opened) {
        return new SourceRoute(opened, List.of("-rtmp_tcurl", tcUrl(named)), List.of());
    }

    /** The URL without user and stream, as ffmpeg builds it: an application may have an instance, {@code app/inst}. */
    private static String tcUrl(SourceUrl url) {
        String path = url.rest().replaceFirst("[?#].*", "");
        String[] parts = path.replaceFirst("^/", "").split("/", 3);
        String application = parts.length == 3 && !parts[1].contains(":") ? parts[0] + "/" + parts[1] : parts[0];
        return url.scheme().text() + "://" + url.authority() + "/" + application;
    }
}
