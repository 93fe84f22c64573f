package atrium.stream.live;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static atrium.stream.media.MediaFixture.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.live.ManualStream.Connection;
import atrium.stream.live.ManualStream.Words;
import atrium.stream.media.MediaFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A newer publisher in the place of an older one. */
class TakeOverTests {

    private static final StreamName NAME = new StreamName("cam");

    private final ManualStream world = new ManualStream();
    private int revoked;

    @Test
    void newerPublisher_thenTheOlderIsRevokedAndViewersStay() {
        Publication older = publish(true);
        older.publish(picture(true, 1000, 4));
        Connection viewer = watch();
        viewer.read();

        Publication newer = publish(true);
        MediaFrame late = picture(false, 1040, 4);
        older.publish(late);
        newer.publish(picture(true, 0, 4));
        newer.publish(picture(false, 40, 4));
        world.run();

        assertThat(revoked).isOne();
        assertThat(late.payload().refCnt()).isZero();
        assertThat(viewer.read()).endsWith("K1040 P1080");
        assertThat(viewer.endings).isEmpty();
        assertThat(world.meters.get("atrium.stream.sources").gauge().value()).isOne();
    }

    @Test
    void olderPublisherEndsLater_thenTheNewerGoesOn() {
        Publication older = publish(true);
        older.publish(picture(true, 1000, 4));
        Connection viewer = watch();
        Publication newer = publish(true);
        older.end("too late");
        newer.publish(picture(true, 0, 4));
        world.pass(Duration.ofSeconds(30));

        assertThat(viewer.endings).isEmpty();
        assertThat(world.registry.find(NAME)).isPresent();
    }

    @Test
    void noTakeOver_thenTheNewerIsRefused() {
        publish(true);
        assertThatThrownBy(() -> publish(false)).hasCauseInstanceOf(PublishRefusedException.class);
        assertThat(revoked).isZero();
    }

    @Test
    void streamWithASource_thenNothingToTakeOver() {
        world.registry.configure(
                NAME,
                new Source() {
                    @Override
                    public Running start(Publication publication) {
                        return () -> {};
                    }

                    @Override
                    public String masked() {
                        return "rtsp://cam/";
                    }
                },
                true,
                true);
        world.run();
        assertThatThrownBy(() -> publish(true)).hasCauseInstanceOf(PublishRefusedException.class);
    }

    private Publication publish(boolean takeOver) {
        Publication publication = world.registry
                .publish(NAME, world.home.eventLoop(), takeOver)
                .toCompletableFuture()
                .join();
        publication.onRevoked(() -> revoked++);
        publication.publish(MediaFrame.configuration(VIDEO, 0));
        publication.publish(MediaFrame.configuration(AUDIO, 0));
        return publication;
    }

    private Connection watch() {
        world.run();
        Connection connection = new Connection();
        Watch watch = world.registry.find(NAME).orElseThrow().watch();
        watch.ready().toCompletableFuture().join();
        watch.play(connection, Words.FIRST, Framing.NONE, Start.GROUP);
        world.run(connection.channel);
        return connection;
    }
}
