package atrium.stream.live;

import static atrium.stream.media.MediaFixture.VIDEO;
import static atrium.stream.media.MediaFixture.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.live.ManualStream.Connection;
import atrium.stream.live.ManualStream.Words;
import atrium.stream.media.MediaFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Who may watch changes while somebody watches. */
class DismissalTests {

    private static final StreamName NAME = new StreamName("cam");

    private final ManualStream world = new ManualStream();
    private boolean open = true;

    @Test
    void whoMayNotStay_thenToldAndSentNothingMoreWhileOthersGoOn() {
        Publication publication = publish();
        Connection guest = watch(() -> open);
        Connection member = watch(() -> true);
        guest.read();
        member.read();

        open = false;
        world.registry.recheck();
        world.run(guest.channel, member.channel);
        publication.publish(picture(false, 2040, 4));
        world.run(guest.channel, member.channel);

        assertThat(guest.endings).extracting(Ending::cause).containsExactly(Ending.Cause.NOT_FOUND);
        assertThat(guest.read()).isEmpty();
        assertThat(member.endings).isEmpty();
        assertThat(member.read()).isEqualTo("P2040");
    }

    @Test
    void saidAgain_thenToldOnce() {
        publish();
        Connection guest = watch(() -> open);
        open = false;
        world.registry.recheck();
        world.registry.recheck();
        world.run(guest.channel);
        world.registry.close(new Ending(Ending.Cause.GOING_AWAY, "bye"));
        world.run(guest.channel);

        assertThat(guest.endings).hasSize(1);
    }

    @Test
    void farewellThatIsNotTaken_thenClosedAllTheSame() {
        publish();
        Connection guest = watch(() -> open);
        open = false;
        world.registry.recheck();
        world.run(guest.channel);
        assertThat(guest.channel.isOpen()).isTrue();

        Duration limit = world.properties.stallTimeout();
        guest.channel.advanceTimeBy(limit.toNanos(), TimeUnit.NANOSECONDS);
        guest.channel.runScheduledPendingTasks();

        assertThat(guest.channel.isOpen()).isFalse();
    }

    @Test
    void closedBeforeTheFirstFrame_thenNothingIsShown() {
        publish();
        Watch watch = stream(NAME).watch(() -> open);
        world.run();
        watch.ready().toCompletableFuture().join();
        open = false;
        Connection guest = new Connection();
        watch.play(guest, Words.FIRST, Framing.NONE, Start.GROUP);
        world.run(guest.channel);

        assertThat(guest.endings).hasSize(1);
        assertThat(guest.read()).isEmpty();
    }

    @Test
    void whoStillWaits_thenRefused() {
        publish();
        world.registry.publish(new StreamName("later"), world.home.eventLoop());
        world.run();
        Watch watch = stream(new StreamName("later")).watch(() -> open);
        world.run();
        assertThat(watch.ready().toCompletableFuture()).isNotDone();

        open = false;
        world.registry.recheck();
        world.run();

        assertThatThrownBy(() -> watch.ready().toCompletableFuture().join())
                .hasCauseInstanceOf(StreamEndedException.class);
    }

    @Test
    void configuredAnew_thenAskedOfWhatIsMadeOfItToo() {
        publish();
        StreamName derived = NAME.derived("mpeg1");
        Publication encoded = publish(derived);
        Publication other = publish(new StreamName("camera"));
        Connection ofDerived = watch(derived, () -> open);
        Connection ofOther = watch(new StreamName("camera"), () -> open);

        open = false;
        world.registry.configure(NAME, null, true, false);
        world.run(ofDerived.channel, ofOther.channel);

        assertThat(ofDerived.endings).hasSize(1);
        assertThat(ofOther.endings).isEmpty();
        encoded.end("over");
        other.end("over");
    }

    private Publication publish() {
        return publish(NAME);
    }

    private Publication publish(StreamName name) {
        var admitted = world.registry.publish(name, world.home.eventLoop()).toCompletableFuture();
        world.run();
        Publication publication = admitted.join();
        publication.publish(MediaFrame.configuration(VIDEO, 0));
        publication.publish(picture(true, 0, 4));
        publication.publish(picture(true, 2000, 4));
        world.run();
        return publication;
    }

    private Connection watch(BooleanSupplier mayStay) {
        return watch(NAME, mayStay);
    }

    private Connection watch(StreamName name, BooleanSupplier mayStay) {
        Connection connection = new Connection();
        Watch watch = stream(name).watch(mayStay);
        world.run();
        watch.ready().toCompletableFuture().join();
        connection.channel.closeFuture().addListener(closed -> watch.close());
        watch.play(connection, Words.FIRST, Framing.NONE, Start.GROUP);
        world.run(connection.channel);
        return connection;
    }

    private LiveStream stream(StreamName name) {
        return world.registry.find(name).orElseThrow();
    }
}
