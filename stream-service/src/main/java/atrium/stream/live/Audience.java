package atrium.stream.live;

import atrium.stream.media.Tracks;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who waits for a stream or watches it; confined to the stream's loop.
 *
 * <p>Patience has one length, {@code source-timeout}: for who waits, from the request on; for who watches, from when
 * the source was lost.
 */
final class Audience {

    private final LiveStream stream;
    private final EventLoop loop;
    private final Fanout fanout;
    private final StreamContext context;
    private final Set<Watch> watches = new LinkedHashSet<>();
    private @Nullable Future<?> patience;

    Audience(LiveStream stream, Fanout fanout, StreamContext context) {
        this.stream = stream;
        this.loop = stream.loop();
        this.fanout = fanout;
        this.context = context;
    }

    boolean isEmpty() {
        return watches.isEmpty();
    }

    int size() {
        return watches.size();
    }

    /** Whether the source was lost so recently that it may come back to its viewers. */
    boolean isExpectingReturn() {
        return patience != null;
    }

    void add(Watch watch, boolean live) {
        watches.add(watch);
        context.meters().viewers.incrementAndGet();
        if (live) {
            watch.admit();
        } else {
            watch.deadline = after(() -> giveUp(watch));
        }
    }

    /** Whether it was there. */
    boolean remove(Watch watch) {
        watch.closed = true;
        watch.cancelDeadline();
        if (!watches.remove(watch)) {
            return false;
        }
        context.meters().viewers.decrementAndGet();
        if (watch.viewer != null && watch.output != null && watch.outlet != null) {
            fanout.remove(watch.viewer, watch.output, watch.outlet.channel().eventLoop());
        }
        return true;
    }

    /** The stream is live: who waited may come in. */
    void admitAll() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
        List.copyOf(watches).stream().filter(Watch::isWaiting).forEach(Watch::admit);
    }

    /** The source is gone; viewers stay for a while. */
    void expectReturn(String reason) {
        if (patience == null) {
            patience = after(() -> {
                patience = null;
                fanout.endAll(Ending.unavailable(reason));
                stream.closeIfDeserted();
            });
        }
    }

    void play(Watch watch, Outlet outlet, List<SharedFrame> group, Tracks tracks, int queue) {
        if (watch.closed) {
            return;
        }
        Output output = fanout.open(watch.packaging());
        Viewer viewer = new Viewer(outlet, output.slot(), queue, context.meters(), watch.requested);
        watch.output = output;
        watch.outlet = outlet;
        watch.viewer = viewer;
        long dts = group.isEmpty() ? 0 : group.getFirst().frame().dts();
        var head = output.writer().head(tracks, dts);
        fanout.add(viewer, output, outlet.channel().eventLoop(), head, group, tracks.video() != null);
    }

    /** Everybody goes: who waits is refused, who watches is told good-bye. They leave when their connections close. */
    void endAll(Ending ending) {
        fanout.endAll(ending);
        new ArrayList<>(watches).stream().filter(Watch::isWaiting).forEach(watch -> watch.refuse(ending));
    }

    private void giveUp(Watch watch) {
        long seconds = context.properties().get().sourceTimeout().toSeconds();
        watch.refuse(Ending.unavailable(stream.reasonOr("the source sent nothing for " + seconds + " s")));
    }

    private Future<?> after(Runnable action) {
        return loop.schedule(action, context.properties().get().sourceTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
