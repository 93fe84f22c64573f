package atrium.stream.media;

import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.codec.h264.AvcConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;

/** Tracks and frames for tests: configurations that encoders wrote, payloads that need not be decoded. */
public final class MediaFixture {

    public static final byte[] AVCC = HexFormat.of()
            .parseHex("0164001fffe1001a6764001facd9405005bb011000000300100000030320f183196001000568ebecb22c");
    public static final byte[] ASC = {0x11, (byte) 0x90};

    public static final Track.H264 VIDEO = new Track.H264(AvcConfig.parse(AVCC));
    /** The same size, another set of parameters: constraint flags. */
    public static final Track.H264 OTHER_VIDEO = new Track.H264(AvcConfig.parse(otherAvcc()));

    public static final Track.Aac AUDIO = new Track.Aac(AudioSpecificConfig.parse(ASC));

    private MediaFixture() {}

    public static MediaFrame picture(boolean key, long millis, int bytes) {
        long dts = millis * MediaFrame.MILLISECOND;
        return MediaFrame.coded(VIDEO, key, dts, dts, payload(bytes));
    }

    public static MediaFrame sound(long millis, int bytes) {
        long dts = millis * MediaFrame.MILLISECOND;
        return MediaFrame.coded(AUDIO, true, dts, dts, payload(bytes));
    }

    private static byte[] otherAvcc() {
        byte[] other = AVCC.clone();
        other[3] = 0x28;
        return other;
    }

    private static ByteBuf payload(int bytes) {
        return Unpooled.buffer(bytes).writeZero(bytes);
    }
}
