package atrium.gateway.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Why a request's head cannot be read as one request and no other. */
final class RequestFault {

    private static final String NEVER_IN_A_HOST = "/\\@?#<>\"{}|^` \t";

    private RequestFault() {}

    static @Nullable EarlyAnswer of(HttpRequest request) {
        if (request.decoderResult().isSuccess()) {
            return hasOneHost(request) && isFramedKnown(request) ? null : EarlyAnswer.UNREADABLE;
        }
        return switch (request.decoderResult().cause()) {
            case TooLongHttpLineException line -> EarlyAnswer.LINE_TOO_LONG;
            case TooLongHttpHeaderException head -> EarlyAnswer.HEAD_TOO_LARGE;
            default -> EarlyAnswer.UNREADABLE;
        };
    }

    /** RFC 9112, section 3.2. */
    private static boolean hasOneHost(HttpRequest request) {
        Iterator<? extends CharSequence> hosts = request.headers().valueCharSequenceIterator(HttpHeaderNames.HOST);
        if (!hosts.hasNext()) {
            return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        }
        return isHost(hosts.next()) && !hosts.hasNext();
    }

    /** RFC 3986, section 3.2.2: a name or an address, which has its colons in brackets, and perhaps the number of a port. */
    private static boolean isHost(CharSequence host) {
        boolean inPort = false;
        boolean inBrackets = false;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (inPort ? !isDigit(c) : NEVER_IN_A_HOST.indexOf(c) >= 0) {
                return false;
            }
            inBrackets = c == '[' || inBrackets && c != ']';
            inPort |= c == ':' && !inBrackets;
        }
        return !host.isEmpty() && host.charAt(0) != ':';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** RFC 9112, section 6.3: where the body ends must be known, and no coding but this one is understood here. */
    private static boolean isFramedKnown(HttpRequest request) {
        Iterator<? extends CharSequence> codings =
                request.headers().valueCharSequenceIterator(HttpHeaderNames.TRANSFER_ENCODING);
        return !codings.hasNext()
                || HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.next()) && !codings.hasNext();
    }
}
