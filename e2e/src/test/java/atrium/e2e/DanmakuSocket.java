package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection in the danmaku protocol over TCP, as {@code docs/protocols/chat.md} says. */
final class DanmakuSocket implements Closeable {

    private static final int FROM_CLIENT = 689;
    private static final int FROM_SERVER = 690;

    private final Socket socket;
    private final DataInputStream in;

    DanmakuSocket(RunningSystem system, Duration patience) throws IOException {
        socket = new Socket("localhost", system.port("ATRIUM_DANMAKU_PORT"));
        socket.setSoTimeout((int) patience.toMillis());
        in = new DataInputStream(socket.getInputStream());
    }

    void say(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(utf8.length + 13)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(utf8.length + 9)
                .putInt(utf8.length + 9)
                .putInt(FROM_CLIENT)
                .put(utf8);
        socket.getOutputStream().write(frame.array());
    }

    /** The text of the next frame; an {@link java.io.EOFException} if there is none. */
    String read() throws IOException {
        int length = Integer.reverseBytes(in.readInt());
        assertThat(Integer.reverseBytes(in.readInt())).isEqualTo(length);
        assertThat(Integer.reverseBytes(in.readInt())).isEqualTo(FROM_SERVER);
        byte[] rest = new byte[length - 8];
        in.readFully(rest);
        assertThat(rest).endsWith(0);
        return new String(rest, 0, rest.length - 1, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
