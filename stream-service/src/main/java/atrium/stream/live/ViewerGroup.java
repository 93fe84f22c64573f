package atrium.stream.live;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A stream's viewers on one event loop. Its public face is called on the stream's loop and hands each call over as one
 * task; the list is touched by the viewers' loop only.
 */
final class ViewerGroup {

    private final EventLoop loop;
    private final List<Viewer> viewers = new ArrayList<>();

    /** How many there are, as the stream's loop knows it. */
    private int members;

    ViewerGroup(EventLoop loop) {
        this.loop = loop;
    }

    boolean isEmpty() {
        return members == 0;
    }

    /** Takes ownership of {@code head} and of one reference to each frame of {@code group}. */
    void add(Viewer viewer, ByteBuf head, List<SharedFrame> group, boolean waitForStart) {
        members++;
        run(() -> {
            viewers.add(viewer);
            try {
                viewer.begin(head, group, waitForStart);
            } finally {
                group.forEach(SharedFrame::release);
            }
        });
    }

    void remove(Viewer viewer) {
        members--;
        run(() -> viewers.remove(viewer));
    }

    /** Takes ownership of one reference to the batch. */
    void deliver(Batch batch, int queue, Duration stallTimeout) {
        run(() -> {
            try {
                for (Viewer viewer : viewers) {
                    viewer.deliver(batch, queue);
                }
            } finally {
                batch.release();
            }
            dropStalled(stallTimeout);
        });
    }

    /** The others go on: so this one gets no more, and goes in {@code patience} even if it does not take its farewell. */
    void end(Viewer viewer, Ending ending, Duration patience) {
        run(() -> {
            if (viewers.remove(viewer)) {
                viewer.end(ending);
                loop.schedule(viewer::drop, patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    void endAll(Ending ending) {
        run(() -> List.copyOf(viewers).forEach(viewer -> viewer.end(ending)));
    }

    private void dropStalled(Duration limit) {
        long now = System.nanoTime();
        List<Viewer> stalled = null;
        for (Viewer viewer : viewers) {
            if (viewer.isStalled(limit, now)) {
                stalled = stalled == null ? new ArrayList<>() : stalled;
                stalled.add(viewer);
            }
        }
        if (stalled != null) {
            stalled.forEach(Viewer::drop);
        }
    }

    /** In turn: all calls come from one thread, so they reach the loop in their order. */
    private void run(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
