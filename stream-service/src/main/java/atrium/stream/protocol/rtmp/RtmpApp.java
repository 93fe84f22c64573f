package atrium.stream.protocol.rtmp;

import atrium.stream.codec.amf0.AmfValue;
import java.util.Map;

/**
 * What a {@code connect} command names: {@code live} of {@code rtmp://host/live/name}, and what clients leave in it of
 * the rest of the URL, each in its own way.
 *
 * @param name the application
 * @param instance what follows it after a slash, often nothing
 * @param key the stream key of the query that {@code app} or {@code tcUrl} carries; empty where there is none
 * @param token the access token of the same, in the same way
 */
record RtmpApp(String name, String instance, String key, String token) {

    static RtmpApp of(RtmpCommand connect) {
        Map<String, AmfValue> members = connect.object().membersOrNone();
        String app = text(members, "app");
        UrlPart part = UrlPart.of(app);
        UrlPart whole = UrlPart.of(text(members, "tcUrl"));
        String key = part.key().isEmpty() ? whole.key() : part.key();
        String token = part.token().isEmpty() ? whole.token() : part.token();
        String path = trimmed(part.path());
        int slash = path.indexOf('/');
        return slash < 0
                ? new RtmpApp(path, "", key, token)
                : new RtmpApp(path.substring(0, slash), path.substring(slash + 1), key, token);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return instance.isEmpty() ? name : name + "/" + instance;
    }

    private static String text(Map<String, AmfValue> members, String name) {
        return members.getOrDefault(name, AmfValue.Nothing.NULL).textOr("");
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
