package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket client that hides nothing: it may send what no library would, and may stop reading. */
final class WebSocketPeer implements AutoCloseable {

    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int FIN = 0x80;
    static final String JSON = "atrium.chat.v1";

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Socket socket;
    private final DataInputStream in;
    private final String handshake;

    private WebSocketPeer(
            int port, String path, @Nullable String subprotocol, int receiveBuffer, String... headerLines)
            throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        String offer = subprotocol == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
        String others = Stream.of(headerLines).map(line -> line + "\r\n").collect(Collectors.joining());
        String host = others.contains("Host: ") ? "" : "Host: localhost\r\n";
        String request = "GET " + path + " HTTP/1.1\r\n" + host + others + "Upgrade: websocket\r\n"
                + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + offer + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        handshake = readHead();
    }

    /** A frame as it came. @param bits RSV1 to RSV3 as a number of three bits */
    record Frame(int opcode, byte[] payload, int bits) {

        Frame(int opcode, byte[] payload) {
            this(opcode, payload, 0);
        }

        String text() {
            assertThat(opcode).as("opcode, %s", describe()).isEqualTo(TEXT);
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            assertThat(opcode).as("opcode, %s", describe()).isEqualTo(CLOSE);
            return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        private String describe() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    static WebSocketPeer plain(int port, String path) {
        return open(port, path, null, 0);
    }

    static WebSocketPeer json(int port, String path) {
        return open(port, path, JSON, 0);
    }

    /** With more header lines; a {@code Host} among them takes the place of ours. */
    static WebSocketPeer with(int port, String path, @Nullable String subprotocol, String... headerLines) {
        try {
            return new WebSocketPeer(port, path, subprotocol, 0, headerLines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whose kernel takes no more than a few KiB while it does not read. */
    static WebSocketPeer narrow(int port, String path, @Nullable String subprotocol) {
        return open(port, path, subprotocol, 4096);
    }

    /** Sends the handshake and leaves the answer to {@link #handshake}. */
    static WebSocketPeer open(int port, String path, @Nullable String subprotocol, int receiveBuffer) {
        try {
            return new WebSocketPeer(port, path, subprotocol, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of the server's answer. */
    String handshake() {
        return handshake;
    }

    void say(String text) {
        send(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends one masked frame (RFC 6455, section 5.2). */
    void send(int firstByte, byte[] payload) {
        write(frame(firstByte, payload));
    }

    /** One masked frame's bytes. */
    static byte[] frame(int firstByte, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) firstByte);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        byte[] mask = {0x11, 0x22, 0x33, 0x44};
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i % 4]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** Sends bytes that need not be a frame. */
    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame but a ping. */
    Frame read() {
        try {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            assertThat(length).as("a server does not mask").isLessThan(128);
            long size = length == 127 ? in.readLong() : length == 126 ? in.readUnsignedShort() : length;
            return new Frame(first & 0xF, in.readNBytes((int) size), (first & 0x70) >> 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return read().text();
    }

    /** The next object but a presence. */
    JsonNode json() {
        while (true) {
            JsonNode node = MAPPER.readTree(text());
            if (!node.path("type").asString().equals("presence")) {
                return node;
            }
        }
    }

    /** The next object of {@code type}; others are skipped. */
    JsonNode json(String type) {
        while (true) {
            JsonNode node = MAPPER.readTree(text());
            if (node.path("type").asString().equals(type)) {
                return node;
            }
        }
    }

    /** Whether the server has closed the connection and nothing more came. */
    boolean ended() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** The body of an answer that is no upgrade, up to the first closing brace. */
    String problem() {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                body.write(next);
                if (next == '}') {
                    break;
                }
            }
            return body.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
