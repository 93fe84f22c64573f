package atrium.stream.container.mpegts;

import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.TrackFixture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;

/** Frames whose payloads a transport stream can carry. */
final class TsFixture {

    static final Track.Mpeg1 MPEG1 = new Track.Mpeg1(352, 288);
    static final Track.Mp2 MP2 = TrackFixture.MP2;

    private TsFixture() {}

    /** A picture of one slice of so many bytes, its header included. */
    static MediaFrame picture(boolean key, long dts, int bytes) {
        return picture(key, dts, dts, bytes);
    }

    static MediaFrame picture(boolean key, long dts, long pts, int bytes) {
        byte[] slice = filled(bytes);
        slice[0] = (byte) (key ? 0x65 : 0x41);
        ByteBuf payload = Unpooled.buffer().writeInt(bytes).writeBytes(slice);
        return MediaFrame.coded(MediaFixture.VIDEO, key, dts, pts, payload);
    }

    static MediaFrame sound(long dts, int bytes) {
        return sound(MediaFixture.AUDIO, dts, bytes);
    }

    static MediaFrame sound(Track.Audio track, long dts, int bytes) {
        return MediaFrame.coded(track, true, dts, dts, Unpooled.wrappedBuffer(filled(bytes)));
    }

    /** A layer II frame of 192 kbit/s at 48 kHz. */
    static MediaFrame layer2(long dts) {
        byte[] frame = filled(576);
        System.arraycopy(HexFormat.of().parseHex("fffda404"), 0, frame, 0, 4);
        return MediaFrame.coded(MP2, true, dts, dts, Unpooled.wrappedBuffer(frame));
    }

    /** An MPEG-1 picture: sequence header (of key pictures), picture header, a slice. */
    static MediaFrame mpeg1(boolean key, long dts, long pts) {
        String headers = key ? "000001b3160120" + "13ffffe018" + "000001b800080000" : "";
        ByteBuf payload = Unpooled.buffer();
        payload.writeBytes(HexFormat.of().parseHex(headers + "00000100" + (key ? "000ffff8" : "0017fff8")));
        payload.writeBytes(HexFormat.of().parseHex("00000101")).writeBytes(filled(300));
        return MediaFrame.coded(MPEG1, key, dts, pts, payload);
    }

    private static byte[] filled(int bytes) {
        byte[] filled = new byte[bytes];
        Arrays.fill(filled, (byte) 0xaa);
        return filled;
    }
}
