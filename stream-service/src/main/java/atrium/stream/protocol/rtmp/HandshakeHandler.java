package atrium.stream.protocol.rtmp;

import static atrium.stream.protocol.rtmp.HandshakeDigest.PACKET;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The server's side of the handshake (RTMP 1.0, section 5.2); leaves the pipeline when it is done and hands on what came
 * after it.
 *
 * <p>A client whose C1 carries a version and a right digest is answered with digests, any other one plainly. C2 is
 * skipped: nothing depends on it.
 */
public final class HandshakeHandler extends ByteToMessageDecoder {

    private static final int VERSION = 3;
    private static final int VERSION_FIELD = 4;
    private static final int RANDOM_FIELD = 8;
    /** Of the server that knew digests first; clients look for them in S1 and S2 from 3 on. */
    private static final byte[] SERVER_VERSION = {3, 5, 7, 1};

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
            byte[] c1 = new byte[PACKET];
            in.skipBytes(1).readBytes(c1);
            answer(context, c1);
            answered = true;
        }
        if (in.readableBytes() >= PACKET) {
            in.skipBytes(PACKET); // C2
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

    /** S0, S1 (section 5.2.3) and S2 (section 5.2.4): the echo of C1, or what answers its digest. */
    private void answer(ChannelHandlerContext context, byte[] c1) {
        HandshakeDigest digest = hasVersion(c1) ? HandshakeDigest.of(c1) : null;
        byte[] s1 = noise(RANDOM_FIELD);
        byte[] s2 = c1;
        if (digest != null) {
            System.arraycopy(SERVER_VERSION, 0, s1, VERSION_FIELD, SERVER_VERSION.length);
            digest.sign(s1);
            s2 = noise(0);
            digest.answer(s2);
        }
        ByteBuf answer = context.alloc().buffer(1 + 2 * PACKET);
        context.writeAndFlush(answer.writeByte(VERSION).writeBytes(s1).writeBytes(s2));
    }

    /** The field that the specification wants zero (section 5.2.3). */
    private static boolean hasVersion(byte[] c1) {
        return (c1[VERSION_FIELD] | c1[VERSION_FIELD + 1] | c1[VERSION_FIELD + 2] | c1[VERSION_FIELD + 3]) != 0;
    }

    private byte[] noise(int from) {
        byte[] noise = new byte[PACKET];
        random.nextBytes(noise);
        Arrays.fill(noise, 0, from, (byte) 0);
        return noise;
    }
}
