package atrium.gateway.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.ConnectionInfo;

/**
 * Reads what a trusted proxy says about its client, and takes out of every request what only a hop of ours may say: so
 * nothing behind this has to ask whom a header is from. Called by Reactor Netty for each request before anything else sees
 * it, so that {@code getRemoteAddress()} is the client's everywhere.
 *
 * <p>Believed are {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, as every proxy writes them; of the addresses
 * the last that is not a trusted proxy's, since what stands before it the client may have written. {@code Forwarded} (RFC
 * 7239) is never believed: two headers that say the same are a way to say two things.
 */
final class FirstHop implements BiFunction<ConnectionInfo, HttpRequest, ConnectionInfo> {

    private static final String FORWARDED_FOR = "x-forwarded-for";
    private static final String FORWARDED_PROTO = "x-forwarded-proto";
    private static final String FORWARDED_HOST = "x-forwarded-host";

    /** Beginnings of names that come from nobody outside. */
    private static final List<String> OURS =
            List.of("x-forwarded", "x-real-ip", "x-atrium-", "x-request-id", "x-original-", "x-rewrite-", "forwarded");

    private final Supplier<OutsideProperties> properties;

    FirstHop(Supplier<OutsideProperties> properties) {
        this.properties = properties;
    }

    @Override
    public ConnectionInfo apply(ConnectionInfo peer, HttpRequest request) {
        HttpHeaders headers = request.headers();
        OutsideProperties outside = properties.get();
        InetSocketAddress proxy = peer.getRemoteAddress();
        boolean trusted = proxy != null && outside.trusts(proxy.getAddress());
        ConnectionInfo client = trusted ? toldBy(peer, headers, outside) : peer;
        dropOurs(headers);
        OneHopHeaders.drop(headers);
        return client;
    }

    private static ConnectionInfo toldBy(ConnectionInfo proxy, HttpHeaders headers, OutsideProperties outside) {
        ConnectionInfo told = proxy;
        InetAddress client = lastUntrusted(headers.getAll(FORWARDED_FOR), outside);
        if (client != null) {
            told = told.withRemoteAddress(new InetSocketAddress(client, 0));
        }
        String scheme = headers.get(FORWARDED_PROTO);
        if ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme)) {
            told = told.withScheme(scheme.toLowerCase(Locale.ROOT));
        }
        String host = headers.get(FORWARDED_HOST);
        if (host != null && host.indexOf(',') < 0) {
            headers.set(HttpHeaderNames.HOST, host);
        }
        return told;
    }

    private static @Nullable InetAddress lastUntrusted(List<String> lines, OutsideProperties outside) {
        String[] hops = String.join(",", lines).split(",", -1);
        InetAddress client = null;
        for (int i = hops.length - 1; i >= 0; i--) {
            InetAddress hop = literal(hops[i].strip());
            if (hop == null) {
                return client;
            }
            client = hop;
            if (!outside.trusts(hop)) {
                return client;
            }
        }
        return client;
    }

    /** An address without a name, which would have to be looked up; null for anything else. */
    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void dropOurs(HttpHeaders headers) {
        List<String> ours = null;
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence(); all.hasNext(); ) {
            CharSequence name = all.next().getKey();
            if (isOurs(name)) {
                ours = ours == null ? new ArrayList<>() : ours;
                ours.add(name.toString());
            }
        }
        if (ours != null) {
            ours.forEach(headers::remove);
        }
    }

    private static boolean isOurs(CharSequence name) {
        int first = name.charAt(0) | 0x20;
        if (first != 'x' && first != 'f') {
            return false;
        }
        String text = name.toString();
        for (String start : OURS) {
            if (text.regionMatches(true, 0, start, 0, start.length())) {
                return true;
            }
        }
        return false;
    }
}
