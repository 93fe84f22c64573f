package atrium.gateway.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/**
 * Headers that a client declares to be for this hop only by naming them in {@code Connection} (RFC 9110, section 7.6.1).
 * Spring Cloud Gateway takes out those that always are, and does not read this list.
 */
final class OneHopHeaders {

    /** What is no name of a header, what others take out, and what says where the body ends and for whom it is. */
    private static final Set<String> STAYS = Set.of(
            "close", "keep-alive", "upgrade", "te", "connection", "host", "content-length", "transfer-encoding", "");

    private OneHopHeaders() {}

    static void drop(HttpHeaders headers) {
        Iterator<? extends CharSequence> lines = headers.valueCharSequenceIterator(HttpHeaderNames.CONNECTION);
        while (lines.hasNext()) {
            CharSequence line = lines.next();
            if (!isUsual(line)) {
                dropNamed(line.toString(), headers);
            }
        }
    }

    private static boolean isUsual(CharSequence line) {
        return HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(line)
                || HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(line)
                || HttpHeaderValues.UPGRADE.contentEqualsIgnoreCase(line);
    }

    private static void dropNamed(String line, HttpHeaders headers) {
        for (String option : line.split(",", -1)) {
            String name = option.strip().toLowerCase(Locale.ROOT);
            if (!STAYS.contains(name)) {
                headers.remove(name);
            }
        }
    }
}
