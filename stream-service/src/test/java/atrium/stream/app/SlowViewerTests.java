package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.media.MediaFrame;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** One viewer that stops to read beside one that reads, over real sockets. */
@StreamApp
class SlowViewerTests {

    private static final int GROUP = 10;
    private static final int PICTURES = 300;
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
    void slowViewer_thenLosesWholeGroupsAndTheOtherNothing() throws Exception {
        try (RtmpPublisher publisher = new RtmpPublisher(rtmp.port())) {
            publisher.publish("live", "slow?key=" + keys.issue("slow"));
            publisher.configurations();
            publisher.picture(true, 0, SIZE);
            publisher.sound(5, 10);
            awaitLive();
            try (Reader quick = new Reader(1 << 20);
                    Reader slow = new Reader(16 * 1024)) {
                quick.start();
                Awaitility.await().until(() -> quick.pictures.size() == 1);
                for (int i = 1; i < PICTURES; i++) {
                    int sent = i + 1;
                    publisher.picture(i % GROUP == 0, i * 40, SIZE);
                    Awaitility.await("picture " + sent + " at the quick viewer")
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> quick.pictures.size() == sent);
                }
                slow.start();
                AtomicInteger next = new AtomicInteger(PICTURES);
                Awaitility.await("the slow viewer at live").until(() -> {
                    publisher.picture(true, next.getAndIncrement() * 40, SIZE);
                    return slow.lastTime() >= PICTURES * 40;
                });
                assertThatOnlyWholeGroupsAreMissing(slow.pictures);
                assertThat(slow.pictures.size()).isLessThan(quick.pictures.size());
                assertThat(quick.pictures).allMatch(picture -> picture.payload().readableBytes() == SIZE);
                assertThat(meters.get("atrium.stream.frames.dropped").counter().count())
                        .isPositive();
            }
        }
    }

    /** After each gap in time comes a key picture, and no picture is cut. */
    private static void assertThatOnlyWholeGroupsAreMissing(List<MediaFrame> pictures) {
        int gaps = 0;
        for (int i = 1; i < pictures.size(); i++) {
            long step = pictures.get(i).dts() - pictures.get(i - 1).dts();
            if (step != 40 * MediaFrame.MILLISECOND) {
                gaps++;
                assertThat(pictures.get(i).isKeyPicture()).isTrue();
            }
        }
        assertThat(gaps).isPositive();
        assertThat(pictures).allMatch(picture -> picture.payload().readableBytes() == SIZE);
    }

    private void awaitLive() {
        Awaitility.await()
                .until(() -> meters.get("atrium.stream.sources").gauge().value() >= 1);
    }

    /** An HTTP/1.0 viewer, so that the body is plain FLV. */
    private final class Reader implements AutoCloseable {

        private final List<MediaFrame> pictures = new CopyOnWriteArrayList<>();
        private final Socket socket = new Socket();

        private Reader(int receiveBuffer) throws IOException {
            socket.setReceiveBufferSize(receiveBuffer);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write("GET /stream/slow.flv HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        private void start() {
            Thread.ofVirtual().start(this::read);
        }

        private long lastTime() {
            return pictures.isEmpty() ? -1 : pictures.getLast().dts() / MediaFrame.MILLISECOND;
        }

        private void read() {
            try (FlvDemuxer demuxer = new FlvDemuxer(UnpooledByteBufAllocator.DEFAULT, 1 << 20, this::take)) {
                InputStream in = socket.getInputStream();
                skipHead(in);
                byte[] piece = new byte[64 * 1024];
                for (int length = in.read(piece); length > 0; length = in.read(piece)) {
                    demuxer.feed(Unpooled.wrappedBuffer(piece, 0, length));
                }
            } catch (IOException e) {
                // the test is over
            }
        }

        private void skipHead(InputStream in) throws IOException {
            int ends = 0;
            while (ends < 4) {
                int read = in.read();
                ends = read == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : read == '\r' ? 1 : 0;
            }
        }

        private void take(MediaFrame frame) {
            if (frame.isVideo() && !frame.isConfiguration()) {
                pictures.add(frame);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
