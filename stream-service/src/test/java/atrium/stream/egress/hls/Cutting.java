package atrium.stream.egress.hls;

import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.util.unit.DataSize;

/** A segmenter that is fed frames whose time is the wall clock's. */
final class Cutting implements AutoCloseable {

    static final Tracks BOTH = new Tracks(MediaFixture.VIDEO, MediaFixture.AUDIO);
    static final HlsProperties PROPERTIES = properties(DataSize.ofMegabytes(64));

    final List<Window> windows = new ArrayList<>();
    final Segmenter segmenter;
    private final List<ByteBuf> payloads = new ArrayList<>();
    private final Duration start = Duration.ofSeconds(1_800_000_000);
    private long millis;

    Cutting() {
        this(PROPERTIES);
    }

    Cutting(HlsProperties properties) {
        segmenter = new Segmenter(
                properties, () -> Instant.ofEpochMilli(start.toMillis() + millis), UnpooledByteBufAllocator.DEFAULT);
    }

    static HlsProperties properties(DataSize maxSize) {
        return new HlsProperties(
                Duration.ofMillis(200), Duration.ofSeconds(2), 7, Duration.ofSeconds(10), maxSize, 100, 10);
    }

    Cutting begin(Tracks tracks) {
        segmenter.begin(tracks);
        return this;
    }

    /** Pictures from one time to another, a key picture every {@code group} ms. */
    Cutting pictures(long from, long to, int interval, long group) {
        for (long at = from; at < to; at += interval) {
            picture((at - from) % group == 0, at);
        }
        return this;
    }

    Cutting picture(boolean key, long at) {
        return feed(MediaFixture.VIDEO, key, at, 0, 1000);
    }

    Cutting sound(long at) {
        return feed(MediaFixture.AUDIO, true, at, 0, 100);
    }

    Cutting feed(Track track, boolean key, long at, long composition, int bytes) {
        millis = at;
        ByteBuf payload = Unpooled.buffer(bytes).writeZero(bytes);
        payloads.add(payload);
        long dts = at * MediaFrame.MILLISECOND;
        MediaFrame frame = MediaFrame.coded(track, key, dts, dts + composition * MediaFrame.MILLISECOND, payload);
        segmenter.frame(frame).ifPresent(windows::add);
        frame.release();
        return this;
    }

    Window window() {
        return windows.getLast();
    }

    /** Whole segments in milliseconds, what is open in parentheses; {@code |} is a discontinuity, {@code ~} no start. */
    String segments() {
        Window window = window();
        String whole = window.segments().stream().map(Cutting::describe).collect(Collectors.joining(" "));
        return whole + " (" + describe(window.open()) + ")";
    }

    /** The parts of the newest segment that is whole, in milliseconds; {@code *} where decoding can begin. */
    String parts() {
        return window().segments().getLast().parts().stream()
                .map(part -> part.duration() / MediaFrame.MILLISECOND + (part.independent() ? "*" : ""))
                .collect(Collectors.joining(" "));
    }

    /** How many references to frames are held. */
    long held() {
        return payloads.stream().filter(payload -> payload.refCnt() > 0).count();
    }

    private static String describe(Segment segment) {
        return (segment.discontinuity() ? "|" : "")
                + segment.duration() / MediaFrame.MILLISECOND
                + (segment.independent() ? "" : "~");
    }

    @Override
    public void close() {
        segmenter.clear();
    }
}
