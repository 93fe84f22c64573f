package atrium.stream.protocol.rtmp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A piece of an RTMP URL with the query that a client left at it.
 *
 * @param path what comes before the query, decoded
 * @param key the query's {@code key}, decoded; empty where there is none
 * @param token its {@code token}, in the same way
 */
record UrlPart(String path, String key, String token) {

    private static final String KEY = "key=";
    private static final String TOKEN = "token=";

    static UrlPart of(String text) {
        int query = text.indexOf('?');
        if (query < 0) {
            return new UrlPart(decode(text), "", "");
        }
        String[] pairs = text.substring(query + 1).split("&", -1);
        return new UrlPart(decode(text.substring(0, query)), first(pairs, KEY), first(pairs, TOKEN));
    }

    private static String first(String[] pairs, String start) {
        for (String pair : pairs) {
            if (pair.startsWith(start)) {
                return decode(pair.substring(start.length()));
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

    /** Without what is secret. */
    @Override
    public String toString() {
        return path;
    }
}
