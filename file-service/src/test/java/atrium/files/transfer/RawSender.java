package atrium.files.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A sender in ten lines, as a stranger writes it from the documentation. */
public final class RawSender implements Closeable {

    private final SocketChannel channel;

    public RawSender(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().setSoTimeout(20_000);
    }

    /** Sends a whole file in order; what it is told at the end. */
    public static String send(int port, String name, byte[] bytes) throws IOException {
        try (RawSender sender = new RawSender(port)) {
            sender.write(name);
            String first = sender.read(2);
            if (!first.equals("ok")) {
                return first + sender.readAll();
            }
            sender.write(bytes);
            sender.halfClose();
            return sender.readAll();
        }
    }

    public RawSender write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawSender write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        return this;
    }

    public String read(int bytes) throws IOException {
        return new String(channel.socket().getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    public String readAll() throws IOException {
        return new String(channel.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    public void halfClose() throws IOException {
        channel.shutdownOutput();
    }

    /** As a machine that crashes, or a firewall that cuts: RST instead of FIN. */
    public void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    public Socket socket() {
        return channel.socket();
    }

    public SocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
