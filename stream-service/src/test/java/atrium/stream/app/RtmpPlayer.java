package atrium.stream.app;

import atrium.stream.codec.amf0.AmfReader;
import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.container.flv.FlvFrames;
import atrium.stream.media.MediaFrame;
import atrium.stream.protocol.rtmp.ChunkDecoder;
import atrium.stream.protocol.rtmp.RtmpLimits;
import atrium.stream.protocol.rtmp.RtmpMessage;
import atrium.stream.protocol.rtmp.RtmpWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A small RTMP player that asks for streams as ffmpeg does; reads on a thread of its own, once told to. */
final class RtmpPlayer implements Closeable {

    private static final int HANDSHAKE = 1536;

    /** What the server told, e.g. {@code NetStream.Play.Start}. */
    final List<String> codes = new CopyOnWriteArrayList<>();

    /** Events of user control messages. */
    final List<Integer> events = new CopyOnWriteArrayList<>();

    /** Configurations and coded frames. */
    final List<MediaFrame> frames = new CopyOnWriteArrayList<>();

    volatile boolean closed;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final FlvFrames bodies = new FlvFrames();
    private final EmbeddedChannel chunks =
            new EmbeddedChannel(new ChunkDecoder(new RtmpLimits(1 << 24, 1 << 24, 8, Duration.ZERO)));

    RtmpPlayer(int port) throws IOException {
        this(port, 1 << 20);
    }

    RtmpPlayer(int port, int receiveBuffer) throws IOException {
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
    }

    /** Asks for the stream, and reads nothing yet. */
    RtmpPlayer play(String app, String stream) throws IOException {
        byte[] c0c1 = new byte[1 + HANDSHAKE];
        c0c1[0] = 3;
        socket.getOutputStream().write(c0c1);
        in.readFully(new byte[1 + 2 * HANDSHAKE]);
        socket.getOutputStream().write(new byte[HANDSHAKE]);
        write(RtmpWriter.opening(UnpooledByteBufAllocator.DEFAULT, 2_500_000));
        command("connect", 1, new AmfValue.Obj(Map.of("app", AmfValue.of(app))));
        command("createStream", 2, AmfValue.Nothing.NULL);
        command("getStreamLength", 3, AmfValue.Nothing.NULL, AmfValue.of(stream));
        command("play", 4, AmfValue.Nothing.NULL, AmfValue.of(stream), AmfValue.of(-2000));
        return this;
    }

    RtmpPlayer start() {
        Thread.ofVirtual().start(this::read);
        return this;
    }

    void command(String name, double transaction, AmfValue... rest) throws IOException {
        AmfValue[] values = new AmfValue[2 + rest.length];
        values[0] = AmfValue.of(name);
        values[1] = AmfValue.of(transaction);
        System.arraycopy(rest, 0, values, 2, rest.length);
        write(RtmpWriter.command(UnpooledByteBufAllocator.DEFAULT, 0, values));
    }

    List<MediaFrame> pictures() {
        return frames.stream()
                .filter(frame -> frame.isVideo() && !frame.isConfiguration())
                .toList();
    }

    long lastTime() {
        return frames.isEmpty() ? -1 : frames.getLast().dts() / MediaFrame.MILLISECOND;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void write(ByteBuf bytes) throws IOException {
        bytes.readBytes(socket.getOutputStream(), bytes.readableBytes());
        bytes.release();
    }

    private void read() {
        byte[] piece = new byte[64 * 1024];
        try {
            for (int length = in.read(piece); length > 0; length = in.read(piece)) {
                chunks.writeInbound(Unpooled.copiedBuffer(piece, 0, length));
                for (RtmpMessage next = chunks.readInbound(); next != null; next = chunks.readInbound()) {
                    take(next);
                }
            }
        } catch (IOException e) {
            // closed by one of the two
        }
        chunks.finishAndReleaseAll();
        closed = true;
    }

    /** Bodies are copied, so that frames need no release. */
    private void take(RtmpMessage message) {
        ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(message.content()));
        message.release();
        switch (message.type()) {
            case RtmpMessage.COMMAND ->
                AmfReader.readAll(body).stream()
                        .flatMap(
                                value -> Stream.ofNullable(value.membersOrNone().get("code")))
                        .forEach(code -> codes.add(code.textOr("")));
            case RtmpMessage.USER_CONTROL -> events.add(body.readUnsignedShort());
            default -> bodies.read(message.type(), message.timestamp(), body).ifPresent(frames::add);
        }
    }
}
