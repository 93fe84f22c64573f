package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A danmaku client over TCP that may send what no library would, and may stop reading. */
final class DanmakuPeer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    private DanmakuPeer(int port, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    static DanmakuPeer connect(int port) {
        return open(port, 0);
    }

    /** Whose kernel takes no more than a few KiB while it does not read. */
    static DanmakuPeer narrow(int port) {
        return open(port, 4096);
    }

    /** Logged in as {@code name} and in {@code room}. */
    static DanmakuPeer in(int port, String room, String name) {
        DanmakuPeer peer = connect(port);
        peer.enter(room, name);
        return peer;
    }

    void enter(String room, String name) {
        say("type@=loginreq/username@=" + name + "/");
        say("type@=joingroup/rid@=" + room + "/gid@=-9999/");
        say("type@=mrkl/");
        assertThat(read()).startsWith("type@=loginres/");
        assertThat(read()).isEqualTo("type@=mrkl/");
    }

    /** Sends {@code text} in a frame. */
    void say(String text) {
        send(frame(text));
    }

    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] frame(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(utf8.length + 13)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(utf8.length + 9)
                .putInt(utf8.length + 9)
                .putShort((short) 689)
                .putShort((short) 0)
                .put(utf8)
                .array();
    }

    /** The text of the next frame. */
    String read() {
        try {
            byte[] head = in.readNBytes(12);
            assertThat(head).as("a header").hasSize(12);
            ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            int length = header.getInt();
            assertThat(header.getInt()).isEqualTo(length);
            assertThat(header.getShort()).isEqualTo((short) 690);
            assertThat(header.getShort()).isZero();
            byte[] rest = in.readNBytes(length - 8);
            assertThat(rest).hasSize(length - 8).endsWith(0);
            return new String(rest, 0, rest.length - 1, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame's text, which is a chatmsg, as its {@code txt} is written. */
    String txt() {
        String text = read();
        assertThat(text).startsWith("type@=chatmsg/");
        return field(text, "txt");
    }

    static String field(String text, String key) {
        int from = text.indexOf("/" + key + "@=") + key.length() + 3;
        return text.substring(from, text.indexOf('/', from));
    }

    /** Whether the server has closed the connection and nothing more came. */
    boolean ended() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DanmakuPeer open(int port, int receiveBuffer) {
        try {
            return new DanmakuPeer(port, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
