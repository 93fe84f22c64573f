package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** A viewer that takes nothing any more, as one whose network is gone. */
@StreamApp
@TestPropertySource(properties = "atrium.stream.live.stall-timeout=2s")
class StalledViewerTests {

    private static final int SIZE = 100_000;

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private MeterRegistry meters;

    @Test
    void viewerThatTakesNothing_thenDroppedAfterTheStallTimeout() throws Exception {
        try (RtmpPublisher publisher = new RtmpPublisher(rtmp.port());
                Socket viewer = new Socket()) {
            publisher.publish("live", "stalled?key=" + keys.issue("stalled"));
            publisher.configurations();
            publisher.picture(true, 0, SIZE);
            publisher.sound(5, 10);
            Awaitility.await()
                    .until(() -> meters.get("atrium.stream.sources").gauge().value() == 1);
            ask(viewer);
            viewer.getInputStream().readNBytes(SIZE); // the group it began with has left the queue

            AtomicInteger time = new AtomicInteger(40);
            Awaitility.await("the viewer is dropped")
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> {
                        // sizes that change the stream's rate, and with it what a queue may hold
                        int at = time.getAndAdd(40);
                        publisher.picture(true, at, at / 1000 % 2 == 0 ? SIZE : SIZE / 4);
                        return viewers() == 0;
                    });
            assertThat(meters.get("atrium.stream.sources").gauge().value()).isOne();
        }
    }

    private void ask(Socket viewer) throws IOException {
        viewer.setReceiveBufferSize(16 * 1024);
        viewer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        viewer.getOutputStream()
                .write("GET /stream/stalled.flv HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private double viewers() {
        return meters.get("atrium.stream.viewers").gauge().value();
    }
}
