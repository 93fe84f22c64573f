package atrium.stream.live;

import atrium.stream.media.Tracks;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
    private final List<Follower> followers = new ArrayList<>();

    /** Watches that have or had a follower. */
    private int following;

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

    /** How many people wait or watch. */
    int size() {
        int behindFollowers = followers.stream().mapToInt(Follower::viewers).sum();
        return watches.size() - following + behindFollowers;
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
        if (watch.follower != null) {
            followers.remove(watch.follower);
            following--;
            return true;
        }
        context.meters().viewers.decrementAndGet();
        if (watch.viewer != null && watch.outlet != null) {
            fanout.remove(watch.viewer, watch.outlet.channel().eventLoop());
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
                endPlaying(Ending.unavailable(reason));
                stream.closeIfDeserted();
            });
        }
    }

    void play(Watch watch, Viewer viewer, Outlet outlet, List<SharedFrame> group, Tracks tracks) {
        watch.outlet = outlet;
        watch.viewer = viewer;
        fanout.add(viewer, outlet.channel().eventLoop(), tracks, group);
    }

    void follow(Watch watch, Follower follower, List<SharedFrame> group, Tracks tracks) {
        watch.follower = follower;
        following++;
        context.meters().viewers.decrementAndGet();
        follower.begin(tracks);
        group.forEach(shared -> follower.frame(shared.frame()));
        followers.add(follower);
    }

    /** The stream has {@code tracks} from here on. */
    void change(SharedFrame change, Tracks tracks) {
        followers.forEach(follower -> follower.begin(tracks));
        fanout.change(change);
    }

    /** Hands the frame to everybody. Takes ownership of a reference to it. */
    void publish(SharedFrame shared) {
        for (Follower follower : followers) {
            follower.frame(shared.frame());
        }
        fanout.publish(shared);
    }

    /** Everybody goes: who waits is refused, who watches is told good-bye. They leave when their connections close. */
    void endAll(Ending ending) {
        endPlaying(ending);
        new ArrayList<>(watches).stream().filter(Watch::isWaiting).forEach(watch -> watch.refuse(ending));
    }

    /** Some go, and the others notice nothing. Whoever is about to play is asked then. */
    void dismiss(Predicate<Watch> whom, Ending ending) {
        for (Watch watch : List.copyOf(watches)) {
            if (!whom.test(watch)) {
                continue;
            }
            if (watch.isWaiting()) {
                watch.refuse(ending);
            } else if (watch.viewer != null && watch.outlet != null) {
                fanout.end(watch.viewer, watch.outlet.channel().eventLoop(), ending);
            }
        }
    }

    private void endPlaying(Ending ending) {
        fanout.endAll(ending);
        List<Follower> ended = List.copyOf(followers);
        followers.clear();
        ended.forEach(follower -> follower.end(ending));
    }

    private void giveUp(Watch watch) {
        long seconds = context.properties().get().sourceTimeout().toSeconds();
        watch.refuse(Ending.unavailable(stream.reasonOr("the source sent nothing for " + seconds + " s")));
    }

    private Future<?> after(Runnable action) {
        return loop.schedule(action, context.properties().get().sourceTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
