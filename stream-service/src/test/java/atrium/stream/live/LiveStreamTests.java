package atrium.stream.live;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.OTHER_VIDEO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static atrium.stream.media.MediaFixture.picture;
import static atrium.stream.media.MediaFixture.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.live.ManualStream.Connection;
import atrium.stream.live.ManualStream.Words;
import atrium.stream.media.MediaFrame;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveStreamTests {

    private static final StreamName NAME = new StreamName("cam");

    private final ManualStream world = new ManualStream();
    private Publication publication;

    @BeforeEach
    void publish() {
        publication = admit();
        publication.publish(MediaFrame.configuration(VIDEO, 0));
        publication.publish(MediaFrame.configuration(AUDIO, 0));
    }

    @Test
    void viewerOfARunningStream_thenHeadAndGroupAtOnceThenLive() {
        publication.publish(picture(true, 0, 4));
        publication.publish(picture(false, 40, 4));
        publication.publish(sound(45, 4));
        Connection viewer = watch(Words.FIRST);

        assertThat(viewer.read()).isEqualTo("H K0 P40 S45");

        publication.publish(picture(false, 80, 4));
        world.run();
        assertThat(viewer.read()).isEqualTo("P80");
        assertThat(world.meters.get("atrium.stream.first.frame").timer().count())
                .isOne();
    }

    @Test
    void newGroup_thenTheOldOneIsForgotten() {
        publication.publish(picture(true, 0, 4));
        publication.publish(picture(true, 40, 4));

        assertThat(watch(Words.FIRST).read()).isEqualTo("H K40");
    }

    @Test
    void manyViewers_thenEachFrameIsPackedOnceForEachPackaging() {
        publication.publish(picture(true, 0, 4));
        for (int i = 0; i < 10; i++) {
            watch(Words.FIRST);
        }
        watch(Words.SECOND);
        Words.packed = 0;

        publication.publish(picture(false, 40, 4));
        publication.publish(picture(false, 80, 4));
        world.run();

        assertThat(Words.packed).isEqualTo(4);
    }

    @Test
    void framesBeforeTheFirstKeyPicture_thenOfNoUse() {
        publication.publish(picture(false, 0, 4));
        publication.publish(sound(10, 4));
        publication.publish(picture(true, 40, 4));

        assertThat(watch(Words.FIRST).read()).isEqualTo("H K40");
    }

    @Test
    void groupBeyondItsBound_thenForgottenAndTheNextIsKept() {
        world.properties = ManualStream.properties(Map.of("atrium.stream.live.gop-cache.max-frames", "2"));
        publication.publish(picture(true, 0, 4));
        publication.publish(picture(false, 40, 4));
        publication.publish(picture(false, 80, 4));
        Connection viewer = watch(Words.FIRST);
        publication.publish(picture(false, 120, 4));
        publication.publish(picture(true, 160, 4));
        world.run();

        assertThat(viewer.read()).isEqualTo("H K160");
        assertThat(world.count("atrium.stream.gop.overflows")).isOne();
    }

    @Test
    void slowViewer_thenLosesWholeGroupsWhileAnotherLosesNothing() {
        world.properties = ManualStream.properties(Map.of("atrium.stream.live.queue.min-size", "300B"));
        publication.publish(picture(true, 0, 4));
        Connection slow = watch(Words.FIRST);
        Connection quick = watch(Words.FIRST);
        slow.read();
        quick.read();

        slow.stall.stalled = true;
        send(false, 40, 60);
        send(false, 80, 60);
        send(false, 120, 60);
        slow.stall.stalled = false;
        slow.channel.flush();
        assertThat(slow.read()).isEqualTo("P40 P80");
        send(false, 160, 60);
        assertThat(slow.read()).isEmpty();
        send(true, 200, 60);
        send(false, 240, 60);

        assertThat(slow.read()).isEqualTo("K200 P240");
        assertThat(quick.read()).isEqualTo("P40 P80 P120 P160 K200 P240");
        assertThat(world.count("atrium.stream.frames.dropped")).isEqualTo(2);
    }

    @Test
    void soundOnly_thenViewersBeginWithTheNextFrame() {
        publication.end("over");
        world.run();
        Publication radio = admit();
        radio.publish(MediaFrame.configuration(AUDIO, 0));
        radio.publish(sound(0, 4));
        radio.publish(sound(600, 4));
        Connection viewer = watch(Words.FIRST);
        radio.publish(sound(620, 4));
        world.run();

        assertThat(viewer.read()).isEqualTo("H S620");
    }

    @Test
    void secondPublisher_thenRefused() {
        assertThatThrownBy(this::admit)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(PublishRefusedException.class);
    }

    @Test
    void publisherComesBack_thenViewersGoOnInContinuousTime() {
        publication.publish(picture(true, 1000, 4));
        Connection viewer = watch(Words.FIRST);
        viewer.read();
        publication.end("gone");
        world.run();

        Publication again = admit();
        again.publish(MediaFrame.configuration(VIDEO, 0));
        again.publish(MediaFrame.configuration(AUDIO, 0));
        again.publish(picture(true, 0, 4));
        again.publish(picture(false, 40, 4));
        world.run();

        assertThat(viewer.read()).isEqualTo("C1040 K1040 P1080");
        assertThat(viewer.endings).isEmpty();
    }

    @Test
    void publisherStaysAway_thenViewersAreToldWhyAndTheStreamIsGone() {
        publication.publish(picture(true, 0, 4));
        Connection viewer = watch(Words.FIRST);
        publication.end("the publisher stopped");
        world.pass(Duration.ofSeconds(9));
        assertThat(viewer.endings).isEmpty();

        world.pass(Duration.ofSeconds(2));

        assertThat(viewer.endings).containsExactly(Ending.unavailable("the publisher stopped"));
        viewer.channel.close();
        world.run();
        assertThat(world.registry.find(NAME)).isEmpty();
    }

    @Test
    void configurationRepeated_thenNoNews() {
        publication.publish(picture(true, 0, 4));
        Connection viewer = watch(Words.FIRST);
        publication.publish(MediaFrame.configuration(VIDEO, 0));
        world.run();
        assertThat(viewer.read()).isEqualTo("H K0");
    }

    @Test
    void codecChanges_thenNewHeadersThenTheNextKeyPictureAlsoForWhoSkips() {
        publication.publish(picture(true, 0, 4));
        Connection viewer = watch(Words.FIRST);
        viewer.read();
        publication.publish(MediaFrame.configuration(OTHER_VIDEO, 3600));
        publication.publish(picture(false, 40, 4));
        publication.publish(picture(true, 80, 4));
        world.run();

        assertThat(viewer.read()).isEqualTo("C40 K80");
        assertThat(watch(Words.FIRST).read()).isEqualTo("H K80");
    }

    @Test
    void soundIsKnownAfterTheFirstKeyPicture_thenThatPictureIsKept() {
        publication.end("over");
        world.run();
        Publication late = admit();
        late.publish(MediaFrame.configuration(VIDEO, 0));
        late.publish(picture(true, 0, 4));
        late.publish(MediaFrame.configuration(AUDIO, 0));
        late.publish(sound(10, 4));
        world.run();

        assertThat(watch(Words.FIRST).read()).isEqualTo("H K0 S10");
    }

    @Test
    void startLive_thenNothingUntilTheNextKeyPicture() {
        publication.publish(picture(true, 0, 4));
        Connection viewer = watch(Words.FIRST, Framing.NONE, Start.LIVE);
        send(false, 40, 4);
        assertThat(viewer.read()).isEqualTo("H");

        send(true, 80, 4);
        assertThat(viewer.read()).isEqualTo("K80");
    }

    @Test
    void framesOfOneTurn_thenOneFrameOfTheCarrierForEachWayOfWatching() {
        publication.publish(picture(true, 0, 4));
        publication.publish(sound(5, 4));
        Connection framed = watch(Words.FIRST, ManualStream.BRACKETS, Start.GROUP);
        Connection bare = watch(Words.FIRST);
        assertThat(framed.read()).isEqualTo("[H K0 S5 ]");
        bare.read();

        publication.publish(picture(false, 40, 4));
        publication.publish(sound(45, 4));
        world.run();

        assertThat(framed.read()).isEqualTo("[P40 S45 ]");
        assertThat(bare.read()).isEqualTo("P40 S45");
    }

    @Test
    void manyViewers_thenFramesWaitForEachOtherAWhile() {
        world.properties = ManualStream.properties(Map.of("atrium.stream.live.merge.per-viewer", "10ms"));
        publication.publish(picture(true, 0, 4));
        Connection viewer = watch(Words.FIRST);
        viewer.read();
        publication.publish(picture(false, 40, 4));
        publication.publish(sound(45, 4));
        world.run();
        assertThat(viewer.read()).isEmpty();

        world.pass(Duration.ofMillis(11));
        assertThat(viewer.read()).isEqualTo("P40 S45");
    }

    @Test
    void follower_thenTracksAndGroupAtOnceThenLiveThenTheEnd() {
        publication.publish(picture(true, 0, 4));
        ManualStream.Listener follower = new ManualStream.Listener();
        Watch watch = world.registry.find(NAME).orElseThrow().watch();
        watch.follow(follower);
        world.run();
        assertThat(follower.heard).containsExactly("B2", "K0");
        assertThat(status().viewers()).isZero();

        send(false, 40, 4);
        world.registry.close(new Ending(Ending.Cause.GOING_AWAY, "bye"));
        world.run();
        assertThat(follower.heard).containsExactly("B2", "K0", "P40", "GOING_AWAY");
    }

    @Test
    void followerLeaves_thenHearsNothingMore() {
        publication.publish(picture(true, 0, 4));
        ManualStream.Listener follower = new ManualStream.Listener();
        Watch watch = world.registry.find(NAME).orElseThrow().watch();
        watch.follow(follower);
        world.run();
        watch.close();
        world.run();
        send(false, 40, 4);

        assertThat(follower.heard).containsExactly("B2", "K0");
        assertThat(world.meters.get("atrium.stream.viewers").gauge().value()).isZero();
    }

    @Test
    void sourceComesBackForAFollower_thenItBeginsAnew() {
        publication.publish(picture(true, 0, 4));
        ManualStream.Listener follower = new ManualStream.Listener();
        world.registry.find(NAME).orElseThrow().watch().follow(follower);
        world.run();
        publication.end("gone");
        world.run();
        Publication again = admit();
        again.publish(MediaFrame.configuration(VIDEO, 0));
        again.publish(MediaFrame.configuration(AUDIO, 0));
        again.publish(picture(true, 0, 4));
        world.run();

        assertThat(follower.heard).containsExactly("B2", "K0", "B2", "K40");
    }

    @Test
    void slowViewerIsBackInTheMiddleOfABatch_thenFromTheKeyPictureOn() {
        world.properties = ManualStream.properties(Map.of("atrium.stream.live.queue.min-size", "100B"));
        publication.publish(picture(true, 0, 4));
        Connection viewer = watch(Words.FIRST, ManualStream.BRACKETS, Start.GROUP);
        viewer.read();
        viewer.stall.stalled = true;
        send(false, 40, 120);
        send(false, 80, 120);
        viewer.stall.stalled = false;
        viewer.channel.flush();
        assertThat(viewer.read()).isEqualTo("[P40 ]");

        publication.publish(sound(100, 4));
        publication.publish(picture(true, 120, 4));
        publication.publish(sound(121, 4));
        world.run();
        assertThat(viewer.read()).isEqualTo("[K120 S121 ]");
        assertThat(world.count("atrium.stream.frames.dropped")).isEqualTo(2);
    }

    @Test
    void viewersLeave_thenNothingIsPackedAndNothingIsHeld() {
        publication.publish(picture(true, 0, 4));
        Connection viewer = watch(Words.FIRST);
        viewer.channel.close();
        world.run();
        MediaFrame frame = picture(false, 40, 4).retain();
        Words.packed = 0;
        publication.publish(frame);
        publication.end("over");
        world.run();

        assertThat(Words.packed).isZero();
        assertThat(frame.payload().refCnt()).isOne();
        assertThat(world.meters.get("atrium.stream.viewers").gauge().value()).isZero();
        assertThat(world.meters.get("atrium.stream.sources").gauge().value()).isZero();
    }

    @Test
    void serviceStops_thenPublisherAndViewersAreTold() {
        publication.publish(picture(true, 0, 4));
        Connection viewer = watch(Words.FIRST);
        boolean[] revoked = new boolean[1];
        publication.onRevoked(() -> revoked[0] = true);

        world.registry.close(new Ending(Ending.Cause.GOING_AWAY, "bye"));
        world.run();

        assertThat(viewer.endings).extracting(Ending::cause).containsExactly(Ending.Cause.GOING_AWAY);
        assertThat(revoked[0]).isTrue();
        assertThatThrownBy(this::admit).hasCauseInstanceOf(PublishRefusedException.class);
    }

    private Publication admit() {
        return world.registry
                .publish(NAME, world.home.eventLoop())
                .toCompletableFuture()
                .join();
    }

    private void send(boolean key, long millis, int bytes) {
        publication.publish(picture(key, millis, bytes));
        world.run();
    }

    private StreamStatus status() {
        var status = world.registry.find(NAME).orElseThrow().status().toCompletableFuture();
        world.run();
        return status.join();
    }

    private Connection watch(Packaging packaging) {
        return watch(packaging, Framing.NONE, Start.GROUP);
    }

    private Connection watch(Packaging packaging, Framing framing, Start start) {
        world.run();
        Connection connection = new Connection();
        Watch watch = world.registry.find(NAME).orElseThrow().watch();
        watch.ready().toCompletableFuture().join();
        connection.channel.closeFuture().addListener(closed -> watch.close());
        watch.play(connection, packaging, framing, start);
        world.run(connection.channel);
        return connection;
    }
}
