package atrium.stream.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a source, taken apart and put together again.
 *
 * <p>What is handed on, {@link #reveal()}, is written anew from the parts that were checked, so that no other reader of
 * the URL (ffmpeg, the resolver) can see another host in it than we did. {@link #toString()} is {@link #masked()}:
 * whoever logs a source by accident logs no password.
 */
public final class SourceUrl {

    private final SourceScheme scheme;
    private final @Nullable String userInfo;
    private final SourceHost host;
    private final int port;
    private final String rest;

    SourceUrl(SourceScheme scheme, @Nullable String userInfo, SourceHost host, int port, String rest) {
        this.scheme = scheme;
        this.userInfo = userInfo;
        this.host = host;
        this.port = port;
        this.rest = rest;
    }

    /** Reads {@code text} as people write such URLs; says what is wrong with it without repeating a password. */
    public static SourceUrl parse(String text) throws SourceRefusedException {
        return SourceUrlParser.parse(text);
    }

    public SourceScheme scheme() {
        return scheme;
    }

    /** Where to connect to; for a {@link #listens() listening} source, where to listen. Blank for a file. */
    public String host() {
        return host.text();
    }

    /** Host and port as they are written, without the user. */
    public String authority() {
        return host.inUrl() + (port < 0 ? "" : ":" + port);
    }

    /** The host as it stands in a URL, an IPv6 address in brackets. */
    public String hostInUrl() {
        return host.inUrl();
    }

    /** The address that stands in place of a host's name, if one does. */
    public Optional<InetAddress> address() {
        return host.address();
    }

    /** The port as written, or -1. */
    public int port() {
        return port;
    }

    /** Path and query as written; for a file, its path. */
    public String rest() {
        return rest;
    }

    /** Whether the source comes to us: UDP always, SRT with {@code mode=listener}. Then no host is contacted. */
    public boolean listens() {
        return switch (scheme) {
            case UDP -> true;
            case SRT -> UrlQuery.of(rest).valuesOf("mode").equals(List.of("listener"));
            case RTSP, RTSPS, RTMP, RTMPS, HTTP, HTTPS, FILE -> false;
        };
    }

    /** The port as written, or the one that is usual for the scheme; -1 where none is. */
    public int portOrUsual() {
        return port < 0 ? scheme.usualPort() : port;
    }

    /** The values that the query gives to {@code name}. */
    public List<String> parameters(String name) {
        return UrlQuery.of(rest).valuesOf(name);
    }

    /** The same source as it is reached at another place, with its user, path and query. */
    public SourceUrl movedTo(SourceScheme nextScheme, InetAddress address, int nextPort) {
        return new SourceUrl(nextScheme, userInfo, SourceHost.of(address), nextPort, rest);
    }

    /** The same source under a name that its reader makes out of the one that was checked. */
    public SourceUrl renamedTo(SourceScheme nextScheme, String name) {
        return new SourceUrl(nextScheme, userInfo, new SourceHost(name, false), port, rest);
    }

    /** The same source with one more parameter in its query. */
    public SourceUrl with(String name, String value) {
        return new SourceUrl(
                scheme, userInfo, host, port, rest + (rest.contains("?") ? "&" : "?") + name + "=" + value);
    }

    /** The whole URL, credentials included: for the program that opens it and nobody else. */
    public String reveal() {
        return write(userInfo == null ? "" : userInfo + "@", rest);
    }

    /** The URL for logs and replies: who signs in is left out, and so are the secrets of the query. */
    public String masked() {
        return write(
                userInfo == null ? "" : UrlQuery.MASK + "@", UrlQuery.of(rest).masked());
    }

    /** The texts that must not appear in a log, as written and decoded. */
    public List<String> secrets() {
        Stream<String> ofUser = userInfo == null ? Stream.empty() : spellings(userInfo);
        Stream<String> ofQuery = UrlQuery.of(rest).secrets().stream();
        return Stream.concat(ofUser, ofQuery)
                .filter(secret -> !secret.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceUrl url && url.reveal().equals(reveal());
    }

    @Override
    public int hashCode() {
        return Objects.hash(reveal());
    }

    @Override
    public String toString() {
        return masked();
    }

    private String write(String user, String path) {
        if (scheme == SourceScheme.FILE) {
            return "file:" + path;
        }
        return scheme.text() + "://" + user + authority() + path;
    }

    private static Stream<String> spellings(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? Stream.of(userInfo)
                : Stream.of(userInfo, userInfo.substring(colon + 1))
                        .flatMap(text -> Stream.of(text, UrlQuery.decode(text)));
    }
}
