package atrium.stream.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.media.MediaFixture;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Where a stream is cut. */
class SegmenterTests {

    private static final Tracks VIDEO = new Tracks(MediaFixture.VIDEO, null);
    private static final Tracks AUDIO = new Tracks(null, MediaFixture.AUDIO);

    @ParameterizedTest
    @CsvSource({
        "500,  2,  500 2000 2000 2000",
        "1000, 2,  1000 2000 2000 2000",
        "1500, 2,  1500 1500 1500 1500 1500",
        "2000, 2,  2000 2000 2000",
        "4000, 4,  4000",
        "10000, 11, 10000",
    })
    void groupsOfPictures_thenSegmentsOfWholeGroups(int group, int target, String segments) {
        try (Cutting cutting = new Cutting().begin(VIDEO)) {
            cutting.pictures(0, Math.max(7600, group + 100), 20, group);

            assertThat(cutting.segments()).startsWith(segments + " (");
            assertThat(cutting.window().pace().target()).isEqualTo(target);
            assertThat(cutting.window().independent()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "40, 18900,  200* 200 200 200 200 200 200 200 200 200",
        "20, 18900,  200* 200 200 200 200 200 200 200 200 200",
        "100, 18900, 200* 200 200 200 200 200 200 200 200 200",
        "250, 23625, 250* 250 250 250 250 250 250 250",
        "500, 47250, 500* 500 500 500",
    })
    void rates_thenPartsOfWholeFramesNearTheirDuration(int interval, long target, String parts) {
        try (Cutting cutting = new Cutting().begin(VIDEO)) {
            cutting.pictures(0, 6100, interval, 2000);

            assertThat(cutting.parts()).isEqualTo(parts);
            assertThat(cutting.window().pace().part()).isEqualTo(target);
        }
    }

    @Test
    void soundAlone_thenCutByTime() {
        try (Cutting cutting = new Cutting().begin(AUDIO)) {
            for (int i = 0; i < 700; i++) {
                cutting.sound(i * 64 / 3);
            }

            assertThat(cutting.window().segments()).hasSizeGreaterThan(6);
            assertThat(cutting.window().segments()).allSatisfy(segment -> {
                assertThat(segment.independent()).isTrue();
                assertThat(segment.duration())
                        .isLessThanOrEqualTo(cutting.window().pace().limit());
            });
            assertPartsAreInBounds(cutting.window());
        }
    }

    @Test
    void timesInWholeMilliseconds_thenPartsAreInBounds() {
        try (Cutting cutting = new Cutting().begin(VIDEO)) {
            for (int i = 0; i < 300; i++) {
                cutting.picture(i % 60 == 0, i * 1000L / 30);
            }

            assertThat(cutting.segments()).startsWith("2000 2000 2000 2000 (");
            assertPartsAreInBounds(cutting.window());
        }
    }

    @Test
    void aPictureLongerThanExpected_thenThePartEndsBeforeIt() {
        try (Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 2100, 40, 2000)) {
            cutting.picture(false, 2120)
                    .picture(false, 2160)
                    .picture(false, 2290)
                    .picture(false, 2330);

            assertThat(cutting.window().open().parts())
                    .extracting(Part::duration)
                    .containsExactly(160L * 90, 170L * 90);
        }
    }

    @Test
    void picturesThatAreShownInAnotherOrder_thenCutByDecodingTime() {
        try (Cutting cutting = new Cutting().begin(VIDEO)) {
            for (int i = 0; i < 101; i++) {
                cutting.feed(MediaFixture.VIDEO, i % 50 == 0, i * 40, i % 3 * 40, 500);
            }

            assertThat(cutting.segments()).isEqualTo("2000 2000 (0)");
        }
    }

    @Test
    void soundBetweenPictures_thenItIsInTheParts() {
        try (Cutting cutting = new Cutting().begin(Cutting.BOTH)) {
            for (int i = 0; i < 51; i++) {
                cutting.picture(i % 50 == 0, i * 40).sound(i * 40 + 10);
            }

            assertThat(cutting.segments()).isEqualTo("2000 (0)");
            assertThat(cutting.window().segments().getFirst().size()).isGreaterThan(50 * 1100);
        }
    }

    @Test
    void groupLongerThanLearnt_thenCutWithoutKeyPictureAndNoMoreIndependent() {
        try (Cutting cutting = new Cutting().begin(VIDEO)) {
            cutting.pictures(0, 2000, 40, 2000).pictures(2000, 9000, 40, 10_000).picture(true, 9000);

            assertThat(cutting.segments()).isEqualTo("2000 2480 2480~ 2040~ (0)");
            assertThat(cutting.window().independent()).isFalse();
            assertThat(cutting.window().segments())
                    .allMatch(segment ->
                            segment.duration() <= cutting.window().pace().limit());
        }
    }

    @Test
    void noSecondKeyPicture_thenBeginsWithoutIt() {
        try (Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 13_700, 40, 60_000)) {
            assertThat(cutting.segments()).startsWith("13480 (");
            assertThat(cutting.window().pace().target()).isEqualTo(13);
        }
    }

    @Test
    void sourceComesBack_thenDiscontinuityAndAnInitializationOfItsOwn() {
        try (Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 3000, 40, 2000)) {
            cutting.begin(VIDEO).picture(false, 9000).pictures(9040, 11_100, 40, 2000);

            assertThat(cutting.segments()).isEqualTo("2000 1000 |2000 (0)");
            List<Segment> segments = cutting.window().segments();
            assertThat(segments.get(2).initialization())
                    .isNotSameAs(segments.get(0).initialization());
            assertThat(segments.get(2).begin().toEpochMilli()
                            - segments.get(0).begin().toEpochMilli())
                    .isEqualTo(9040);
        }
    }

    @Test
    void soundLeaves_thenDiscontinuityAndTracksWithoutIt() {
        try (Cutting cutting = new Cutting().begin(Cutting.BOTH)) {
            cutting.pictures(0, 2520, 40, 2000).begin(VIDEO).pictures(2560, 4600, 40, 2000);

            assertThat(cutting.segments()).isEqualTo("2000 520 |2000 (0)");
            assertThat(cutting.window().open().initialization().tracks()).isEqualTo(VIDEO);
        }
    }

    @Test
    void timeJumps_thenDiscontinuity() {
        try (Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 2400, 40, 2000)) {
            cutting.pictures(12_000, 14_100, 40, 2000);

            assertThat(cutting.segments()).isEqualTo("2000 400 |2000 (0)");
        }
    }

    @Test
    void picturesStop_thenSoundIsCutAllTheSame() {
        try (Cutting cutting = new Cutting().begin(Cutting.BOTH).pictures(0, 2100, 40, 2000)) {
            for (int at = 2100; at < 9000; at += 20) {
                cutting.sound(at);
            }

            assertThat(cutting.window().segments()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void manySegments_thenTheOldestAreUnlistedAndLaterForgotten() {
        try (Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 30_100, 40, 2000)) {
            Window window = cutting.window();

            assertThat(window.segments()).hasSize(7);
            assertThat(window.gone()).hasSize(2);
            long first = window.segments().getFirst().msn();
            assertThat(window.find(new FileName.OfSegment(first - 2))).isPresent();
            assertThat(window.find(new FileName.OfSegment(first - 3))).isEmpty();
            assertThat(window.find(new FileName.OfPart(first + 7, 0))).isEmpty();
            assertThat(window.isHinted(new FileName.OfPart(first + 7, 0))).isTrue();
            assertThat(window.find(new FileName.OfInitialization(
                            window.open().initialization().msn())))
                    .isPresent();
        }
    }

    @Test
    void tooManyBytes_thenFewerSegments() {
        try (Cutting cutting = new Cutting(Cutting.properties(DataSize.ofMegabytes(1))).begin(VIDEO)) {
            for (int i = 0; i < 600; i++) {
                cutting.feed(MediaFixture.VIDEO, i % 50 == 0, i * 40, 0, 4000);
            }

            assertThat(bytes(cutting)).isLessThan(1024 * 1024);
            assertThat(cutting.window().segments()).hasSizeBetween(4, 5);
        }
    }

    @Test
    void segmentOfTooManyBytes_thenCutBeforeItsTime() {
        try (Cutting cutting = new Cutting(Cutting.properties(DataSize.ofMegabytes(1))).begin(VIDEO)) {
            for (int i = 0; i < 600; i++) {
                cutting.feed(MediaFixture.VIDEO, i % 50 == 0, i * 40, 0, 40_000);
            }

            assertThat(bytes(cutting)).isLessThan(1024 * 1024);
            assertThat(cutting.window().independent()).isFalse();
        }
    }

    private static long bytes(Cutting cutting) {
        return cutting.window().segments().stream().mapToLong(Segment::size).sum();
    }

    @Test
    void cleared_thenNothingIsHeld() {
        Cutting cutting = new Cutting().begin(Cutting.BOTH).pictures(0, 5000, 40, 2000);
        SharedBytes bytes =
                cutting.window().segments().getFirst().parts().getFirst().bytes();
        ByteBuf taken = bytes.take().orElseThrow();

        cutting.close();

        assertThat(cutting.held()).isZero();
        assertThat(bytes.take()).isEmpty();
        assertThat(taken.release()).isTrue();
    }

    @Test
    void learning_thenHoldsFramesAndClearsThem() {
        Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 1000, 40, 2000);
        assertThat(cutting.held()).isEqualTo(25);

        cutting.close();

        assertThat(cutting.held()).isZero();
    }

    /** Section 4.4.4.9. */
    private static void assertPartsAreInBounds(Window window) {
        long target = window.pace().part();
        for (Segment segment : window.segments()) {
            List<Part> parts = segment.parts();
            assertThat(parts).allMatch(part -> part.duration() <= target);
            assertThat(parts.subList(0, parts.size() - 1)).allMatch(part -> part.duration() >= target * 85 / 100);
        }
    }
}
