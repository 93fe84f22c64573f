package atrium.stream.app;

import atrium.stream.codec.amf0.AmfReader;
import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.codec.amf0.AmfWriter;
import atrium.stream.media.MediaFixture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small RTMP publisher that sends what OBS sends, in that order; blocking, for tests. */
final class RtmpPublisher implements Closeable {

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private int chunkSize = 128;

    RtmpPublisher(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5000);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    /** Handshake and commands; returns the code of the answer to {@code publish}. */
    String publish(String app, String nameAndKey) throws IOException {
        byte[] c0c1 = new byte[1537];
        c0c1[0] = 3;
        out.write(c0c1);
        in.readFully(new byte[1 + 1536 + 1536]);
        out.write(new byte[1536]);
        Map<String, AmfValue> connect = new LinkedHashMap<>();
        connect.put("app", AmfValue.of(app));
        connect.put("flashVer", AmfValue.of("FMLE/3.0"));
        command(AmfValue.of("connect"), AmfValue.of(1), new AmfValue.Obj(connect));
        command(AmfValue.of("releaseStream"), AmfValue.of(2), AmfValue.Nothing.NULL, AmfValue.of(nameAndKey));
        command(AmfValue.of("FCPublish"), AmfValue.of(3), AmfValue.Nothing.NULL, AmfValue.of(nameAndKey));
        command(AmfValue.of("createStream"), AmfValue.of(4), AmfValue.Nothing.NULL);
        command(
                AmfValue.of("publish"),
                AmfValue.of(5),
                AmfValue.Nothing.NULL,
                AmfValue.of(nameAndKey),
                AmfValue.of("live"));
        return answer("NetConnection.Connect.InvalidApp", "NetStream.Publish.");
    }

    void configurations() throws IOException {
        configurations(true, true);
    }

    void configurations(boolean pictures, boolean sound) throws IOException {
        if (pictures) {
            media(9, 0, concat(new byte[] {0x17, 0, 0, 0, 0}, MediaFixture.AVCC));
        }
        if (sound) {
            media(8, 0, concat(new byte[] {(byte) 0xaf, 0}, MediaFixture.ASC));
        }
    }

    void picture(boolean key, int millis, int bytes) throws IOException {
        byte[] body = new byte[5 + bytes];
        body[0] = (byte) (key ? 0x17 : 0x27);
        body[1] = 1;
        Arrays.fill(body, 5, body.length, (byte) 0x55);
        media(9, millis, body);
    }

    void sound(int millis, int bytes) throws IOException {
        media(8, millis, concat(new byte[] {(byte) 0xaf, 1}, new byte[bytes]));
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** The next status that the server tells. */
    String status() throws IOException {
        return answer("Net");
    }

    boolean isClosedByServer() throws IOException {
        try {
            while (in.read() >= 0) {
                // the rest of what was said
            }
            return true;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void command(AmfValue... values) throws IOException {
        ByteBuf body = Unpooled.buffer();
        AmfWriter.write(body, values);
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        message(3, 20, 0, bytes);
    }

    private void media(int type, int millis, byte[] body) throws IOException {
        message(type == 9 ? 6 : 4, type, millis, body);
    }

    private void message(int chunkStream, int type, int millis, byte[] body) throws IOException {
        ByteBuf chunks = Unpooled.buffer();
        chunks.writeByte(chunkStream)
                .writeMedium(millis)
                .writeMedium(body.length)
                .writeByte(type)
                .writeIntLE(1);
        for (int at = 0; at < body.length; at += 128) {
            if (at > 0) {
                chunks.writeByte(0xc0 | chunkStream);
            }
            chunks.writeBytes(body, at, Math.min(128, body.length - at));
        }
        out.write(chunks.array(), 0, chunks.readableBytes());
    }

    /** Reads messages up to a status whose code begins with one of {@code codes}. */
    private String answer(String... codes) throws IOException {
        while (true) {
            for (AmfValue value : readCommand()) {
                String code = value.membersOrNone()
                        .getOrDefault("code", AmfValue.Nothing.NULL)
                        .textOr("");
                if (Arrays.stream(codes).anyMatch(code::startsWith)) {
                    return code;
                }
            }
        }
    }

    /** The server sends whole headers and short messages only; anything else is not a command. */
    private Iterable<AmfValue> readCommand() throws IOException {
        in.readByte();
        in.readFully(new byte[3]);
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readInt();
        byte[] body = new byte[length];
        in.readFully(body);
        if (type == 1) {
            chunkSize = Unpooled.wrappedBuffer(body).readInt();
        }
        if (length > chunkSize) {
            throw new IOException("longer than a chunk: " + length);
        }
        return type == 20 ? AmfReader.readAll(Unpooled.wrappedBuffer(body)) : List.of();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
