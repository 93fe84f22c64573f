package atrium.gateway.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;

/**
 * Reads the head of a reply that does not end, and leaves the body as the bytes that it is: chunks that the client can
 * read as well as we can. Any other answer than a 200, and a 200 that tells its
 * length, is a short document and is read whole.
 */
final class HeadDecoder extends HttpResponseDecoder {

    private boolean chunked;

    /** Hands the head on as a whole answer, which an aggregator leaves as it is. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        int before = out.size();
        super.decode(context, in, out);
        for (int i = before; i < out.size(); i++) {
            if (out.get(i) instanceof HttpResponse response && isEndless(response)) {
                out.set(i, whole(response));
            }
        }
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        if (isEndless(message)) {
            chunked |= HttpUtil.isTransferEncodingChunked(message); // asked again after it was taken out
            return true;
        }
        return super.isContentAlwaysEmpty(message);
    }

    /** From here on nothing is decoded. */
    @Override
    protected boolean isSwitchingToNonHttp1Protocol(HttpResponse response) {
        return isEndless(response) || super.isSwitchingToNonHttp1Protocol(response);
    }

    /** With the framing of its body, which was taken out when the body was declared empty. */
    private FullHttpResponse whole(HttpResponse head) {
        if (chunked) {
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return new DefaultFullHttpResponse(
                head.protocolVersion(),
                head.status(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                EmptyHttpHeaders.INSTANCE);
    }

    /** Whether {@code message} is the head of a reply whose end only its sender knows. */
    static boolean isEndless(HttpMessage message) {
        return message instanceof HttpResponse response
                && response.status().equals(HttpResponseStatus.OK)
                && !HttpUtil.isContentLengthSet(message);
    }
}
