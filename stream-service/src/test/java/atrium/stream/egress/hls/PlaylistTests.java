package atrium.stream.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.media.MediaFixture;
import atrium.stream.media.Tracks;
import org.junit.jupiter.api.Test;

/** Playlists, line by line. */
class PlaylistTests {

    private static final Tracks VIDEO = new Tracks(MediaFixture.VIDEO, null);

    @Test
    void firstSegment_thenPartsOfItAndOfTheNext() {
        try (Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 1500, 100, 1000)) {
            assertThat(MediaPlaylist.whole(cutting.window())).isEqualTo("""
                    #EXTM3U
                    #EXT-X-VERSION:9
                    #EXT-X-INDEPENDENT-SEGMENTS
                    #EXT-X-TARGETDURATION:2
                    #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.00000,HOLD-BACK=6.00000,PART-HOLD-BACK=0.63000
                    #EXT-X-PART-INF:PART-TARGET=0.21000
                    #EXT-X-MEDIA-SEQUENCE:1800000000
                    #EXT-X-DISCONTINUITY-SEQUENCE:0
                    #EXT-X-MAP:URI="init-1800000000.mp4"
                    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:00.000Z
                    #EXT-X-PART:DURATION=0.20000,URI="1800000000.0.m4s",INDEPENDENT=YES
                    #EXT-X-PART:DURATION=0.20000,URI="1800000000.1.m4s"
                    #EXT-X-PART:DURATION=0.20000,URI="1800000000.2.m4s"
                    #EXT-X-PART:DURATION=0.20000,URI="1800000000.3.m4s"
                    #EXT-X-PART:DURATION=0.20000,URI="1800000000.4.m4s"
                    #EXTINF:1.00000,
                    1800000000.m4s
                    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:01.000Z
                    #EXT-X-PART:DURATION=0.20000,URI="1800000001.0.m4s",INDEPENDENT=YES
                    #EXT-X-PART:DURATION=0.20000,URI="1800000001.1.m4s"
                    #EXT-X-PRELOAD-HINT:TYPE=PART,URI="1800000001.2.m4s"
                    """);
        }
    }

    @Test
    void longRunning_thenPartsAtTheEndOnlyAndADelta() {
        try (Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 20_200, 500, 2000)) {
            cutting.picture(false, 20_500);

            assertThat(MediaPlaylist.delta(cutting.window())).isEqualTo("""
                    #EXTM3U
                    #EXT-X-VERSION:9
                    #EXT-X-INDEPENDENT-SEGMENTS
                    #EXT-X-TARGETDURATION:2
                    #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.00000,HOLD-BACK=6.00000,PART-HOLD-BACK=1.57500
                    #EXT-X-PART-INF:PART-TARGET=0.52500
                    #EXT-X-MEDIA-SEQUENCE:1800000003
                    #EXT-X-DISCONTINUITY-SEQUENCE:0
                    #EXT-X-SKIP:SKIPPED-SEGMENTS=1
                    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:08.000Z
                    #EXTINF:2.00000,
                    1800000004.m4s
                    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:10.000Z
                    #EXTINF:2.00000,
                    1800000005.m4s
                    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:12.000Z
                    #EXTINF:2.00000,
                    1800000006.m4s
                    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:14.000Z
                    #EXTINF:2.00000,
                    1800000007.m4s
                    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:16.000Z
                    #EXT-X-PART:DURATION=0.50000,URI="1800000008.0.m4s",INDEPENDENT=YES
                    #EXT-X-PART:DURATION=0.50000,URI="1800000008.1.m4s"
                    #EXT-X-PART:DURATION=0.50000,URI="1800000008.2.m4s"
                    #EXT-X-PART:DURATION=0.50000,URI="1800000008.3.m4s"
                    #EXTINF:2.00000,
                    1800000008.m4s
                    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:18.000Z
                    #EXT-X-PART:DURATION=0.50000,URI="1800000009.0.m4s",INDEPENDENT=YES
                    #EXT-X-PART:DURATION=0.50000,URI="1800000009.1.m4s"
                    #EXT-X-PART:DURATION=0.50000,URI="1800000009.2.m4s"
                    #EXT-X-PART:DURATION=0.50000,URI="1800000009.3.m4s"
                    #EXTINF:2.00000,
                    1800000009.m4s
                    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:20.000Z
                    #EXT-X-PART:DURATION=0.50000,URI="1800000010.0.m4s",INDEPENDENT=YES
                    #EXT-X-PRELOAD-HINT:TYPE=PART,URI="1800000010.1.m4s"
                    """);
            assertThat(MediaPlaylist.whole(cutting.window()))
                    .contains("#EXT-X-MAP:URI=\"init-1800000000.mp4\"\n", "\n1800000003.m4s\n")
                    .doesNotContain("EXT-X-SKIP", "1800000002");
        }
    }

    @Test
    void nothingToSkip_thenTheDeltaIsTheWhole() {
        try (Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 5000, 40, 2000)) {
            assertThat(MediaPlaylist.delta(cutting.window())).isEqualTo(MediaPlaylist.whole(cutting.window()));
        }
    }

    @Test
    void interruption_thenDiscontinuityAndMapThenItsNumberWhenItIsGone() {
        try (Cutting cutting = new Cutting().begin(VIDEO).pictures(0, 2100, 100, 2000)) {
            cutting.begin(VIDEO).pictures(5000, 9100, 100, 2000);
            assertThat(MediaPlaylist.whole(cutting.window()))
                    .contains("#EXT-X-DISCONTINUITY-SEQUENCE:0\n")
                    .contains("""
                            1800000001.m4s
                            #EXT-X-DISCONTINUITY
                            #EXT-X-MAP:URI="init-1800000002.mp4"
                            #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:05.000Z
                            """);

            cutting.pictures(9100, 25_000, 100, 2000);

            assertThat(MediaPlaylist.whole(cutting.window()))
                    .contains("#EXT-X-DISCONTINUITY-SEQUENCE:1\n")
                    .doesNotContain("#EXT-X-DISCONTINUITY\n");
        }
    }

    @Test
    void noKeyPictureAtACut_thenSegmentsAreNotSaidToBeIndependent() {
        try (Cutting cutting = new Cutting().begin(VIDEO)) {
            cutting.pictures(0, 2000, 40, 2000).pictures(2000, 6000, 40, 9000);

            assertThat(MediaPlaylist.whole(cutting.window())).doesNotContain("INDEPENDENT-SEGMENTS");
            assertThat(MultivariantPlaylist.of(cutting.window(), "live.m3u8")).doesNotContain("INDEPENDENT-SEGMENTS");
        }
    }

    @Test
    void oneVariant_thenWhatWasMeasured() {
        try (Cutting cutting = new Cutting().begin(Cutting.BOTH)) {
            for (int i = 0; i < 101; i++) {
                cutting.picture(i % 50 == 0, i * 40);
            }
            long first = cutting.window().segments().getFirst().size();

            assertThat(MultivariantPlaylist.of(cutting.window(), "live.m3u8"))
                    .isEqualTo("""
                    #EXTM3U
                    #EXT-X-VERSION:6
                    #EXT-X-INDEPENDENT-SEGMENTS
                    #EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=25.000
                    live.m3u8
                    """.formatted(first * 4, first * 4));
        }
    }

    @Test
    void soundAlone_thenNeitherResolutionNorRate() {
        try (Cutting cutting = new Cutting().begin(new Tracks(null, MediaFixture.AUDIO))) {
            for (int i = 0; i < 100; i++) {
                cutting.sound(i * 21);
            }

            assertThat(MultivariantPlaylist.of(cutting.window(), "live.m3u8")).contains("CODECS=\"mp4a.40.2\"\n");
        }
    }
}
