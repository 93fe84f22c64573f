package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.media.MediaFrame;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** RTMP where the newer publisher takes over, and where players come from one foreign network only. */
@StreamApp
@TestPropertySource(
        properties = {"atrium.stream.rtmp.republish=takeover", "atrium.stream.rtmp.play-networks=192.0.2.0/24"})
class RtmpPolicyTests {

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Test
    void newerPublisher_thenTheOlderIsToldAndViewersGoOnInContinuousTime() throws Exception {
        String key = keys.issue("taken");
        List<MediaFrame> pictures = new CopyOnWriteArrayList<>();
        try (RtmpPublisher first = publish(key)) {
            first.picture(true, 1000, 10);
            first.sound(1010, 10);
            view(pictures);
            Awaitility.await().until(() -> pictures.size() == 1);
            try (RtmpPublisher second = publish(key)) {
                assertThat(first.status()).isEqualTo("NetStream.Unpublish.Success");
                assertThat(first.isClosedByServer()).isTrue();
                second.picture(true, 0, 20);
                second.picture(false, 40, 20);
                Awaitility.await().until(() -> pictures.size() == 3);
            }
        }
        assertThat(pictures)
                .extracting(frame -> frame.payload().readableBytes())
                .containsExactly(10, 20, 20);
        assertThat(pictures.get(1).isKeyPicture()).isTrue();
        assertThat(pictures).extracting(MediaFrame::dts).isSorted();
        assertThat(pictures.get(2).dts() - pictures.get(1).dts()).isEqualTo(40 * MediaFrame.MILLISECOND);
    }

    @Test
    void newerPublisherWithAWrongKey_thenTheOlderStays() throws Exception {
        String key = keys.issue("taken");
        try (RtmpPublisher first = publish(key);
                RtmpPublisher second = new RtmpPublisher(rtmp.port())) {
            assertThat(second.publish("live", "taken?key=wrong")).isEqualTo("NetStream.Publish.Denied");
            List<MediaFrame> pictures = new CopyOnWriteArrayList<>();
            first.picture(true, 0, 10);
            first.sound(10, 10);
            view(pictures);
            Awaitility.await().until(() -> pictures.size() == 1);
        }
    }

    @Test
    void playerFromElsewhere_thenRefusedWithTheReason() throws Exception {
        try (RtmpPlayer player = new RtmpPlayer(rtmp.port())) {
            player.play("live", "taken").start();
            Awaitility.await().until(() -> player.closed);
            assertThat(player.codes).endsWith("NetStream.Play.Failed");
        }
    }

    private RtmpPublisher publish(String key) throws IOException {
        RtmpPublisher publisher = new RtmpPublisher(rtmp.port());
        assertThat(publisher.publish("live", "taken?key=" + key)).isEqualTo("NetStream.Publish.Start");
        publisher.configurations();
        return publisher;
    }

    /** Over HTTP, until the stream ends. */
    private void view(List<MediaFrame> pictures) {
        Thread.ofVirtual().start(() -> {
            try (InputStream in = URI.create("http://127.0.0.1:" + port + "/stream/taken.flv")
                            .toURL()
                            .openStream();
                    FlvDemuxer demuxer = new FlvDemuxer(UnpooledByteBufAllocator.DEFAULT, 1 << 20, frame -> {
                        if (frame.isVideo() && !frame.isConfiguration()) {
                            pictures.add(frame);
                        }
                    })) {
                byte[] piece = new byte[4096];
                for (int length = in.read(piece); length > 0; length = in.read(piece)) {
                    demuxer.feed(Unpooled.wrappedBuffer(piece, 0, length));
                }
            } catch (IOException e) {
                // the test is over
            }
        });
    }
}
