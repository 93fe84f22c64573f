package atrium.stream.pull.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpContentException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the names of HTTPS anew, as {@link Target} says, in the redirects and playlists (RFC 8216) that pass. Nothing
 * of the security hangs on it: ffmpeg refuses an HTTPS URL that is missed here.
 */
final class PlaylistNames extends ChannelInboundHandlerAdapter {

    private static final Pattern HTTPS = Pattern.compile("(?i)https://([^/?#\\s\"]*)");
    private static final Pattern PLAYLIST = Pattern.compile("(?i)\\.m3u8?([?#].*)?$");

    private final boolean namedAsPlaylist;
    private final int maxBytes;
    private @Nullable HttpResponse held;
    private @Nullable ByteBuf body;

    PlaylistNames(String path, int maxBytes) {
        this.namedAsPlaylist = isNamed(path);
        this.maxBytes = maxBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof HttpResponse response) {
            rename(response.headers());
            if (isPlaylist(response)) {
                held = response;
                body = ctx.alloc().buffer();
                return;
            }
        }
        if (held != null && msg instanceof HttpContent content) {
            collect(ctx, content);
            return;
        }
        ctx.fireChannelRead(msg);
    }

    /** What is held does not count as read: there must be more. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (held != null) {
            ctx.read();
        } else {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    /** Whether a playlist is to be expected under {@code path}, whatever it is called by its server. */
    static boolean isNamed(String path) {
        return PLAYLIST.matcher(path).find();
    }

    static String rename(String text) {
        Matcher matcher = HTTPS.matcher(text);
        return matcher.replaceAll(found -> Matcher.quoteReplacement("http://" + markHost(found.group(1))));
    }

    /** The user stays before the name. */
    private static String markHost(String authority) {
        int at = authority.lastIndexOf('@');
        return authority.substring(0, at + 1) + Target.mark(authority.substring(at + 1));
    }

    private static void rename(HttpHeaders headers) {
        String location = headers.get(HttpHeaderNames.LOCATION);
        if (location != null) {
            headers.set(HttpHeaderNames.LOCATION, rename(location));
        }
    }

    private boolean isPlaylist(HttpResponse response) {
        String type = String.valueOf(response.headers().get(HttpHeaderNames.CONTENT_TYPE));
        return response.status().codeClass() == HttpStatusClass.SUCCESS
                && response.decoderResult().isSuccess()
                && !response.headers().contains(HttpHeaderNames.CONTENT_ENCODING)
                && (namedAsPlaylist || type.toLowerCase(Locale.ROOT).contains("mpegurl"));
    }

    private void collect(ChannelHandlerContext ctx, HttpContent content) {
        ByteBuf collected = body;
        HttpResponse response = held;
        if (collected == null || response == null) {
            content.release();
            return;
        }
        try {
            if (collected.readableBytes() + content.content().readableBytes() > maxBytes) {
                throw new TooLongHttpContentException("playlist: more than " + maxBytes + " bytes");
            }
            collected.writeBytes(content.content());
        } finally {
            content.release();
        }
        if (content instanceof LastHttpContent) {
            handOn(ctx, response, renamed(ctx.alloc(), collected));
        }
    }

    private void handOn(ChannelHandlerContext ctx, HttpResponse response, ByteBuf text) {
        handlerRemoved(ctx);
        held = null;
        response.setStatus(HttpResponseStatus.OK);
        response.headers()
                .remove(HttpHeaderNames.TRANSFER_ENCODING)
                .remove(HttpHeaderNames.CONTENT_RANGE)
                .remove(HttpHeaderNames.ACCEPT_RANGES);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes());
        ctx.fireChannelRead(response);
        ctx.fireChannelRead(new DefaultLastHttpContent(text));
    }

    /** Every byte stands for itself in Latin-1, whatever the playlist is written in. */
    private static ByteBuf renamed(ByteBufAllocator allocator, ByteBuf collected) {
        String text = rename(collected.toString(StandardCharsets.ISO_8859_1));
        return allocator.buffer(text.length()).writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
