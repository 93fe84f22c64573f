package atrium.stream.ingest.rtmp;

import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.protocol.rtmp.RtmpWriter;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the server says to a publisher (RTMP 1.0, sections 7.2.1 and 7.2.2). */
final class Replies {

    /** The one message stream that a connection may create. */
    static final int STREAM_ID = 1;

    private static final int WINDOW = 2_500_000;
    private static final int STREAM_BEGIN = 0;

    private final ChannelHandlerContext context;

    Replies(ChannelHandlerContext context) {
        this.context = context;
    }

    void connected(double transaction) {
        context.write(RtmpWriter.opening(context.alloc(), WINDOW));
        AmfValue server = object("fmsVer", "FMS/3,5,7,7009", "capabilities", 31.0, "mode", 1.0);
        result("_result", transaction, server, info("status", "NetConnection.Connect.Success", "Connected."));
    }

    ChannelFuture connectRefused(double transaction, String description) {
        AmfValue info = info("error", "NetConnection.Connect.InvalidApp", description);
        return result("_error", transaction, AmfValue.Nothing.NULL, info);
    }

    void streamCreated(double transaction) {
        result("_result", transaction, AmfValue.Nothing.NULL, AmfValue.of(STREAM_ID));
    }

    /** To commands that every publisher sends and whose answer none reads. */
    void acknowledged(double transaction) {
        result("_result", transaction, AmfValue.Nothing.NULL, AmfValue.Nothing.NULL);
    }

    void publishing(PublishName name) {
        context.write(RtmpWriter.userControl(context.alloc(), STREAM_BEGIN, STREAM_ID));
        status("status", "NetStream.Publish.Start", name + " is published.");
    }

    ChannelFuture status(String level, String code, String description) {
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
