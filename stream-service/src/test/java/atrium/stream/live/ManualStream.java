package atrium.stream.live;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Streams on a loop that runs when the test says so, and viewers whose connections do not move by themselves. */
final class ManualStream {

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final EmbeddedChannel home = new EmbeddedChannel();
    LiveProperties properties = properties(new HashMap<>());
    final StreamRegistry registry = new StreamRegistry(
            home::eventLoop,
            new StreamContext(() -> properties, new StreamMeters(meters), InstantSource.system(), new Random(1)));

    static LiveProperties properties(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("atrium.stream.live", Bindable.of(LiveProperties.class), BindHandler.DEFAULT);
    }

    /** Runs what is due, on all loops. */
    void run(EmbeddedChannel... viewers) {
        for (int round = 0; round < 3; round++) {
            home.runPendingTasks();
            for (EmbeddedChannel viewer : viewers) {
                viewer.runPendingTasks();
            }
        }
    }

    void pass(Duration time) {
        home.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        home.runScheduledPendingTasks();
        home.runPendingTasks();
    }

    double count(String meter) {
        return meters.get(meter).counter().count();
    }

    /** Each frame as its kind and its time: {@code K0}, {@code P40}, {@code S20}; a head as {@code H}, a change as {@code C0}. */
    enum Words implements Packaging {
        FIRST,
        SECOND;

        static int packed;

        @Override
        public PackageWriter open(ByteBufAllocator allocator) {
            return new PackageWriter() {
                @Override
                public ByteBuf head(Tracks tracks, long dts) {
                    return text("H ");
                }

                @Override
                public ByteBuf change(Tracks tracks, long dts) {
                    return text("C" + dts / 90 + " ");
                }

                @Override
                public ByteBuf frame(MediaFrame frame) {
                    packed++;
                    String word = word(frame) + " ";
                    int size = Math.max(word.length(), frame.payload().readableBytes());
                    return text(word + " ".repeat(size - word.length()));
                }
            };
        }

        static String word(MediaFrame frame) {
            String kind = frame.isKeyPicture() ? "K" : frame.isVideo() ? "P" : "S";
            return kind + frame.dts() / 90;
        }

        private static ByteBuf text(String text) {
            return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        }
    }

    /** A carrier that puts brackets around what it carries. */
    static final Framing BRACKETS = new Framing() {
        @Override
        public int overhead() {
            return 2;
        }

        @Override
        public void begin(ByteBuf out, int length) {
            out.writeByte('[');
        }

        @Override
        public void end(ByteBuf out) {
            out.writeByte(']');
        }
    };

    /** Writes down what it hears: {@code B} and the number of tracks, then frames as {@link Words} has them. */
    static final class Listener implements Follower {

        final List<String> heard = new ArrayList<>();

        @Override
        public void begin(Tracks tracks) {
            heard.add("B" + tracks.stream().count());
        }

        @Override
        public void frame(MediaFrame frame) {
            heard.add(Words.word(frame));
        }

        @Override
        public void end(Ending ending) {
            heard.add(ending.cause().name());
        }
    }

    /** A viewer's end of a connection. */
    static final class Connection implements Outlet {

        final EmbeddedChannel channel = new EmbeddedChannel();
        final List<Ending> endings = new ArrayList<>();
        final StalledWrites stall = new StalledWrites();

        Connection() {
            channel.pipeline().addFirst(stall);
        }

        @Override
        public Channel channel() {
            return channel;
        }

        @Override
        public ChannelOutboundInvoker writer() {
            return channel;
        }

        @Override
        public void end(Ending ending) {
            endings.add(ending);
        }

        /** What arrived since the last call. */
        String read() {
            channel.runPendingTasks();
            StringBuilder all = new StringBuilder();
            for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
                all.append(part.toString(StandardCharsets.US_ASCII));
                part.release();
            }
            return all.toString().strip().replaceAll(" +", " ");
        }
    }

    /** Holds back flushes, as a peer that does not read does. */
    static final class StalledWrites extends ChannelOutboundHandlerAdapter {

        boolean stalled;

        @Override
        public void flush(ChannelHandlerContext context) {
            if (!stalled) {
                context.flush();
            }
        }
    }
}
