package atrium.stream.pull;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A camera without a camera: RTSP with G.711 sound, interleaved (RFC 2326, section 10.12; RFC 3551, section 4.5.14). */
final class Intercom implements AutoCloseable {

    private static final String SDP =
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\n" + "m=audio 0 RTP/AVP 0\r\na=control:audio\r\n";
    private static final int SAMPLES = 160;

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    Intercom() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        AtomicBoolean playing = new AtomicBoolean();
        try (client) {
            byte[] request = new byte[4096];
            for (int n = client.getInputStream().read(request);
                    n > 0;
                    n = client.getInputStream().read(request)) {
                String text = new String(request, 0, n, US_ASCII);
                if (text.startsWith("$")) {
                    continue; // a report of the receiver
                }
                client.getOutputStream().write(reply(text).getBytes(US_ASCII));
                if (text.startsWith("PLAY") && playing.compareAndSet(false, true)) {
                    Thread.ofPlatform().daemon().start(() -> speak(client));
                }
            }
        } catch (IOException e) {
            // the program under test has hung up
        }
    }

    private static String reply(String request) {
        String sequence = request.lines()
                .filter(line -> line.startsWith("CSeq"))
                .findFirst()
                .orElse("CSeq: 1");
        String head = "RTSP/1.0 200 OK\r\n" + sequence + "\r\nSession: 1\r\n";
        return switch (request.substring(0, request.indexOf(' '))) {
            case "DESCRIBE" ->
                head + "Content-Type: application/sdp\r\nContent-Length: " + SDP.length() + "\r\n\r\n" + SDP;
            case "SETUP" -> head + "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n";
            default -> head + "Public: DESCRIBE, SETUP, PLAY\r\n\r\n";
        };
    }

    /** As fast as it is taken: silence, which is 0xff. */
    private static void speak(Socket client) {
        try {
            OutputStream out = client.getOutputStream();
            for (int i = 0; i < 100_000; i++) {
                ByteBuffer packet = ByteBuffer.allocate(4 + 12 + SAMPLES);
                packet.put((byte) '$').put((byte) 0).putShort((short) (12 + SAMPLES));
                packet.putShort((short) 0x8000)
                        .putShort((short) i)
                        .putInt(i * SAMPLES)
                        .putInt(7);
                while (packet.hasRemaining()) {
                    packet.put((byte) 0xff);
                }
                out.write(packet.array());
            }
        } catch (IOException e) {
            // the program under test has hung up
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
