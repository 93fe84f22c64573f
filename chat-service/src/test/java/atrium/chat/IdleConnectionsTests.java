package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What a member costs that says nothing and hears nothing. */
@RunningChat
@TestPropertySource(
        properties = {"atrium.chat.handshake.rate=1000000", "atrium.chat.handshake.burst=1000000"})
class IdleConnectionsTests {

    private static final int CONNECTIONS = 2000;
    private static final int WARM_UP = 200;

    /** 12 KiB is the whole promise, with what is not in the heap; the client's half counts here, too. */
    private static final long BYTES_EACH = 8 * 1024;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    @ParameterizedTest
    @CsvSource({"'', ''", "'Sec-WebSocket-Protocol: atrium.chat.v1\r\n', 'Sec-WebSocket-Extensions: permessage-deflate\r\n'"})
    void an_idle_connection_takes_little_of_the_heap(String subprotocol, String extensions) throws IOException {
        String request = "GET /ws/idle HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156\r\n"
                + subprotocol + extensions + "\r\n";
        List<SocketChannel> open = new ArrayList<>();
        try {
            connect(open, WARM_UP, request);
            long before = liveHeap();
            connect(open, WARM_UP + CONNECTIONS, request);
            long each = (liveHeap() - before) / CONNECTIONS;

            assertThat(each).as("bytes of heap a connection").isLessThan(BYTES_EACH);
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }

    private void connect(List<SocketChannel> open, int upTo, String request) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer answer = ByteBuffer.allocate(32 * 1024);
        while (open.size() < upTo) {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            open.add(channel);
            channel.write(bytes.rewind());
            channel.read(answer.clear());
            assertThat(StandardCharsets.US_ASCII.decode(answer.flip()).toString()).startsWith("HTTP/1.1 101");
        }
        assertThat(meters.get("atrium.chat.members").gauge().value()).isGreaterThanOrEqualTo(upTo - 1.0);
    }

    private static long liveHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
