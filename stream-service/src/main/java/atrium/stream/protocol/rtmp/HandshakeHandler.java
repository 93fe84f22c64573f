package atrium.stream.protocol.rtmp;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The server's side of the plain handshake (RTMP 1.0, section 5.2); leaves the pipeline when it is done and hands on
 * what came after it.
 *
 * <p>The digest handshake, which some players want, answers a client whose C1 carries a version; publishers accept the
 * plain answer to it.
 */
public final class HandshakeHandler extends ByteToMessageDecoder {

    private static final int VERSION = 3;
    private static final int PACKET = 1536;
    private static final int RANDOM = PACKET - 8;

    private final RandomGenerator random;
    private boolean answered;

    public HandshakeHandler(RandomGenerator random) {
        this.random = random;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!answered && in.isReadable()) {
            checkVersion(in);
            if (in.readableBytes() < 1 + PACKET) {
                return;
            }
            in.skipBytes(1);
            context.writeAndFlush(answer(context, in.readSlice(PACKET)));
            answered = true;
        }
        if (in.readableBytes() >= PACKET) {
            in.skipBytes(PACKET); // C2, an echo that nothing depends on
            context.pipeline().remove(this);
        }
    }

    /** Section 5.2.2: higher versions are for us to answer with 3; printable ones are some other protocol. */
    private static void checkVersion(ByteBuf in) {
        int version = in.getByte(in.readerIndex());
        if (version < VERSION || version >= ' ') {
            in.skipBytes(in.readableBytes()); // or it would be reported again while the connection closes
            throw new MalformedInputException("RTMP version: " + (version & 0xff) + " (expected: 3 to 31)");
        }
    }

    /** S0, S1 (section 5.2.3) and S2, the echo of C1 (section 5.2.4). */
    private ByteBuf answer(ChannelHandlerContext context, ByteBuf c1) {
        byte[] noise = new byte[RANDOM];
        random.nextBytes(noise);
        ByteBuf answer = context.alloc().buffer(1 + 2 * PACKET);
        answer.writeByte(VERSION).writeInt(0).writeInt(0).writeBytes(noise);
        return answer.writeBytes(c1);
    }
}
