package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.media.MediaFrame;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Players and publishers on the RTMP port, over real sockets. */
@StreamApp
class RtmpPlayTests {

    private static final int GROUP = 10;
    private static final int PICTURES = 200;
    private static final int SIZE = 100_000;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private MeterRegistry meters;

    @Test
    void playing_thenToldSoAndSentHeadGroupAndLive() throws Exception {
        try (RtmpPublisher publisher = publish("play1");
                RtmpPlayer player = new RtmpPlayer(rtmp.port())) {
            publisher.picture(true, 0, SIZE);
            publisher.sound(10, 50);
            publisher.picture(false, 40, 700);
            player.play("live", "play1?a=b").start();
            Awaitility.await().until(() -> player.frames.size() == 5);

            assertThat(player.codes)
                    .containsExactly("NetConnection.Connect.Success", "NetStream.Play.Reset", "NetStream.Play.Start");
            assertThat(player.events).containsExactly(0);
            assertThat(player.frames)
                    .extracting(MediaFrame::isConfiguration)
                    .containsExactly(true, true, false, false, false);
            assertThat(player.frames.get(2).isKeyPicture()).isTrue();
            assertThat(player.pictures())
                    .extracting(frame -> frame.payload().readableBytes())
                    .containsExactly(SIZE, 700);

            publisher.picture(false, 80, 800);
            Awaitility.await().until(() -> player.lastTime() == 80);
            player.command("deleteStream", 0, AmfValue.Nothing.NULL, AmfValue.of(1));
            Awaitility.await().until(() -> player.closed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "hidden", "no/name", ""})
    void whatIsNotThereForAGuest_thenStreamNotFound(String name) throws Exception {
        try (RtmpPlayer player = new RtmpPlayer(rtmp.port())) {
            player.play("live", name).start();
            Awaitility.await().until(() -> player.closed);
            assertThat(player.codes).containsExactly("NetConnection.Connect.Success", "NetStream.Play.StreamNotFound");
        }
    }

    @Test
    void deadSource_thenFailed() throws Exception {
        try (RtmpPlayer player = new RtmpPlayer(rtmp.port())) {
            player.play("live", "dead").start();
            Awaitility.await().until(() -> player.closed);
            assertThat(player.codes).endsWith("NetStream.Play.Failed");
        }
    }

    @Test
    void publisherComesBack_thenPlayersGoOnInContinuousTime() throws Exception {
        try (RtmpPlayer player = new RtmpPlayer(rtmp.port())) {
            try (RtmpPublisher publisher = publish("play2")) {
                publisher.picture(true, 5000, 10);
                publisher.sound(5010, 10);
                awaitLive("play2", player);
            }
            try (RtmpPublisher again = publishOnceFree("play2")) {
                again.picture(true, 0, 10);
                again.picture(false, 40, 10);
                Awaitility.await().until(() -> player.pictures().size() == 3);
            }
            assertThat(player.closed).isFalse();
            List<MediaFrame> pictures = player.pictures();
            assertThat(pictures.get(1).isKeyPicture()).isTrue();
            assertThat(pictures.get(1).dts()).isBetween(5010 * MediaFrame.MILLISECOND, 5200 * MediaFrame.MILLISECOND);
            assertThat(pictures.get(2).dts() - pictures.get(1).dts()).isEqualTo(40 * MediaFrame.MILLISECOND);
            Awaitility.await().until(() -> player.closed);
            assertThat(player.codes).endsWith("NetStream.Play.UnpublishNotify", "NetStream.Play.Stop");
            assertThat(player.events).containsExactly(0, 1);
        }
    }

    @Test
    void slowPlayer_thenLosesWholeGroupsAndTheOtherNothing() throws Exception {
        try (RtmpPublisher publisher = publish("play3");
                RtmpPlayer quick = new RtmpPlayer(rtmp.port());
                RtmpPlayer slow = new RtmpPlayer(rtmp.port(), 16 * 1024)) {
            publisher.picture(true, 0, SIZE);
            publisher.sound(5, 10);
            slow.play("live", "play3");
            awaitLive("play3", quick);
            for (int i = 1; i < PICTURES; i++) {
                int sent = i + 1;
                publisher.picture(i % GROUP == 0, i * 40, SIZE);
                Awaitility.await("picture " + sent + " at the quick player")
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> quick.pictures().size() == sent);
            }
            slow.start();
            AtomicInteger next = new AtomicInteger(PICTURES);
            Awaitility.await("the slow player at live").until(() -> {
                publisher.picture(true, next.getAndIncrement() * 40, SIZE);
                return slow.lastTime() >= PICTURES * 40;
            });
            assertThatOnlyWholeGroupsAreMissing(slow.pictures());
            assertThat(quick.pictures()).allMatch(picture -> picture.payload().readableBytes() == SIZE);
        }
    }

    @Test
    void viewersLeave_thenCountedNoMore() throws Exception {
        try (RtmpPublisher publisher = publish("play4")) {
            publisher.picture(true, 0, 10);
            publisher.sound(5, 10);
            double before = viewers();
            try (RtmpPlayer player = new RtmpPlayer(rtmp.port())) {
                awaitLive("play4", player);
                assertThat(viewers()).isEqualTo(before + 1);
            }
            Awaitility.await().until(() -> viewers() == before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"in the stream's name", "in the application", "alone"})
    void keyWhereverAClientPutsIt_thenPublishes(String where) throws Exception {
        String key = keys.issue("keyed");
        try (RtmpPublisher publisher = new RtmpPublisher(rtmp.port())) {
            String code = switch (where) {
                case "in the application" -> publisher.publish("live?key=" + key, "keyed");
                case "alone" -> publisher.publish("live/keyed", key);
                default -> publisher.publish("live", "keyed?key=" + key);
            };
            assertThat(code).isEqualTo("NetStream.Publish.Start");
        }
        Awaitility.await().untilAsserted(() -> {
            try (RtmpPublisher wrong = new RtmpPublisher(rtmp.port())) {
                assertThat(wrong.publish("live/keyed", "wrong")).isEqualTo("NetStream.Publish.Denied");
            }
        });
    }

    private static void assertThatOnlyWholeGroupsAreMissing(List<MediaFrame> pictures) {
        int gaps = 0;
        for (int i = 1; i < pictures.size(); i++) {
            if (pictures.get(i).dts() - pictures.get(i - 1).dts() != 40 * MediaFrame.MILLISECOND) {
                gaps++;
                assertThat(pictures.get(i).isKeyPicture()).isTrue();
            }
        }
        assertThat(gaps).isPositive();
        assertThat(pictures).allMatch(picture -> picture.payload().readableBytes() == SIZE);
    }

    private double viewers() {
        return meters.get("atrium.stream.viewers").gauge().value();
    }

    private void awaitLive(String name, RtmpPlayer player) throws IOException {
        player.play("live", name).start();
        Awaitility.await().until(() -> !player.pictures().isEmpty());
    }

    private RtmpPublisher publish(String name) throws IOException {
        RtmpPublisher publisher = new RtmpPublisher(rtmp.port());
        assertThat(publisher.publish("live", name + "?key=" + keys.issue(name))).isEqualTo("NetStream.Publish.Start");
        publisher.configurations();
        return publisher;
    }

    /** The server may not have noticed yet that the publisher before is gone. */
    private RtmpPublisher publishOnceFree(String name) {
        String key = issue(name);
        return Awaitility.await()
                .until(
                        () -> {
                            RtmpPublisher publisher = new RtmpPublisher(rtmp.port());
                            if (publisher.publish("live", name + "?key=" + key).equals("NetStream.Publish.Start")) {
                                publisher.configurations();
                                return publisher;
                            }
                            publisher.close();
                            return null;
                        },
                        publisher -> publisher != null);
    }

    private String issue(String name) {
        try {
            return keys.issue(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
