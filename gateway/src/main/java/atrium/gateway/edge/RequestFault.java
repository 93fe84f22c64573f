package atrium.gateway.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Why a request's head cannot be read as one request and no other. */
final class RequestFault {

    private RequestFault() {}

    static @Nullable EarlyAnswer of(HttpRequest request) {
        if (request.decoderResult().isSuccess()) {
            return hasOneHost(request) ? null : EarlyAnswer.UNREADABLE;
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
        boolean empty = hosts.next().isEmpty();
        return !empty && !hosts.hasNext();
    }
}
