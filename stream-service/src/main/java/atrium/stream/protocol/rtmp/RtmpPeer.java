package atrium.stream.protocol.rtmp;

import atrium.stream.codec.amf0.AmfValue;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The client at the other end, and what a server says to it (RTMP 1.0, sections 7.2.1 and 7.2.2). Used on the
 * connection's event loop.
 */
public final class RtmpPeer {

    /** The one message stream that a connection may use, however often it creates it. */
    public static final int STREAM_ID = 1;

    private static final int WINDOW = 2_500_000;
    private static final int FAREWELL_SECONDS = 5;
    /** Events of user control messages, section 7.1.7. */
    private static final int STREAM_BEGIN = 0;

    private static final int STREAM_EOF = 1;
    private static final int PING_RESPONSE = 7;

    private final ChannelHandlerContext context;

    RtmpPeer(ChannelHandlerContext context) {
        this.context = context;
    }

    public Channel channel() {
        return context.channel();
    }

    /** Lets the peer send pictures as long as a publisher's. */
    public void allowMedia() {
        context.pipeline().get(ChunkDecoder.class).allowMedia();
    }

    /** The message stream begins. */
    public void streamBegins() {
        context.write(RtmpWriter.userControl(context.alloc(), STREAM_BEGIN, STREAM_ID));
    }

    /** Tells how the stream fares; {@code code} is one of {@code NetStream.*}. */
    public ChannelFuture status(String code, String description) {
        return onStatus("status", code, description);
    }

    /** The stream that was played is over: says so and closes. */
    public void streamEnds(String code, String description) {
        context.write(RtmpWriter.userControl(context.alloc(), STREAM_EOF, STREAM_ID));
        finish(code, description);
    }

    /** A last word, then closes. */
    public void finish(String code, String description) {
        closeAfter(onStatus("status", code, description));
    }

    /** Says why not, and closes. */
    public void refuse(String code, String description) {
        closeAfter(onStatus("error", code, description));
    }

    /** Whether it reads what it is told: answers to who does not would only pile up. */
    boolean isReading() {
        return context.channel().isWritable();
    }

    void connected(double transaction) {
        context.write(RtmpWriter.opening(context.alloc(), WINDOW));
        AmfValue server = object("fmsVer", "FMS/3,5,7,7009", "capabilities", 31.0, "mode", 1.0);
        result("_result", transaction, server, info("status", "NetConnection.Connect.Success", "Connected."));
    }

    void connectRefused(double transaction, String description) {
        AmfValue info = info("error", "NetConnection.Connect.InvalidApp", description);
        closeAfter(result("_error", transaction, AmfValue.Nothing.NULL, info));
    }

    void streamCreated(double transaction) {
        result("_result", transaction, AmfValue.Nothing.NULL, AmfValue.of(STREAM_ID));
    }

    /** A live stream has no length. */
    void streamLength(double transaction) {
        result("_result", transaction, AmfValue.Nothing.NULL, AmfValue.of(0));
    }

    /** To commands whose answer none reads, though some wait for it. */
    void acknowledged(double transaction) {
        result("_result", transaction, AmfValue.Nothing.NULL, AmfValue.Nothing.NULL);
    }

    void pong(int timestamp) {
        context.writeAndFlush(RtmpWriter.userControl(context.alloc(), PING_RESPONSE, timestamp));
    }

    /** Soon, even if the peer does not read the last word. */
    private void closeAfter(ChannelFuture lastWord) {
        lastWord.addListener(ChannelFutureListener.CLOSE);
        context.executor().schedule(() -> context.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    private ChannelFuture onStatus(String level, String code, String description) {
        return context.writeAndFlush(RtmpWriter.command(
                context.alloc(),
                STREAM_ID,
                AmfValue.of("onStatus"),
                AmfValue.of(0),
                AmfValue.Nothing.NULL,
                info(level, code, description)));
    }

    private ChannelFuture result(String name, double transaction, AmfValue first, AmfValue second) {
        return context.writeAndFlush(
                RtmpWriter.command(context.alloc(), 0, AmfValue.of(name), AmfValue.of(transaction), first, second));
    }

    private static AmfValue info(String level, String code, String description) {
        return object("level", level, "code", code, "description", description);
    }

    private static AmfValue object(Object... namesAndValues) {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            members.put(
                    (String) namesAndValues[i],
                    value instanceof Double number ? AmfValue.of(number) : AmfValue.of((String) value));
        }
        return new AmfValue.Obj(members);
    }
}
