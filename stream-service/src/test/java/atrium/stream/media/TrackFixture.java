package atrium.stream.media;

import atrium.stream.codec.av1.Av1Config;
import atrium.stream.codec.h265.HevcConfig;
import atrium.stream.codec.opus.OpusConfig;
import java.util.HexFormat;

/** Tracks of every further codec, from configurations that encoders wrote. */
public final class TrackFixture {

    /** 320x180. */
    public static final String HVCC = "0101600000009000000000003cf000fcfdf8f800000f03"
            + "a000010018" + "40010c01ffff01600000030090000003000003003c959409"
            + "a10001002b" + "42010101600000030090000003000003003ca00a080b9f796565924caf016808000003000800000300c840"
            + "a200010007" + "4401c172b46240";

    /** 320x180. */
    public static final String AV1C = "81000c000a0b000000043cfeccdaf90040";

    /** Two channels. */
    public static final String OPUS_HEAD = "4f707573486561640102380180bb0000000000";

    public static final Track.H265 H265 = new Track.H265(HevcConfig.parse(bytes(HVCC)));
    public static final Track.Av1 AV1 = new Track.Av1(Av1Config.parse(bytes(AV1C)));
    public static final Track.Opus OPUS = new Track.Opus(OpusConfig.parse(bytes(OPUS_HEAD)));
    public static final Track.Mpeg1 MPEG1 = new Track.Mpeg1(320, 180);
    public static final Track.Mp2 MP2 = new Track.Mp2(48_000, 2);

    private TrackFixture() {}

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
