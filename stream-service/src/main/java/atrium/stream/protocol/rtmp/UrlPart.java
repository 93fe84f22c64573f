package atrium.stream.protocol.rtmp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A piece of an RTMP URL with the query that a client left at it.
 *
 * @param path what comes before the query, decoded
 * @param key the query's {@code key}, decoded; empty where there is none
 */
record UrlPart(String path, String key) {

    private static final String KEY = "key=";

    static UrlPart of(String text) {
        int query = text.indexOf('?');
        return query < 0
                ? new UrlPart(decode(text), "")
                : new UrlPart(decode(text.substring(0, query)), key(text.substring(query + 1)));
    }

    private static String key(String query) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(KEY)) {
                return decode(pair.substring(KEY.length()));
            }
        }
        return "";
    }

    /** As it stands where it is not percent-encoded properly: a name or key may hold a percent sign. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return path;
    }
}
