package atrium.stream.ingest.rtmp;

import atrium.stream.live.StreamName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What OBS and ffmpeg send as the name to publish: {@code name?key=...}.
 *
 * @param key empty where there was none
 */
record PublishName(StreamName name, String key) {

    private static final String KEY = "key=";

    /** Nothing if the name is none. */
    static Optional<PublishName> parse(String text) {
        int query = text.indexOf('?');
        String name = query < 0 ? text : text.substring(0, query);
        String key = query < 0 ? "" : key(text.substring(query + 1));
        return StreamName.of(decode(name)).map(valid -> new PublishName(valid, key));
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
        return name.text();
    }
}
