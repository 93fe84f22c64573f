package atrium.stream.live;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.WriteBufferWaterMark;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One connection that is sent a stream; confined to the connection's event loop.
 *
 * <p>Its queue is the channel's own outbound buffer. Once that holds as much as allowed, the viewer is skipping: it
 * gets nothing but changed decoder configurations until the buffer has drained and a frame comes where decoding can
 * begin. So it loses whole groups of pictures and is then at live again.
 */
final class Viewer {

    private final Outlet outlet;
    private final Channel channel;
    private final ChannelOutboundInvoker writer;
    private final int slot;
    private final int queue;
    private final StreamMeters meters;
    private final long requested;
    private boolean skipping;
    private boolean pictured;
    private long unmoved = -1;
    private long unmovedSince;

    /**
     * @param queue bytes that may wait for this viewer
     * @param requested when it asked, by {@link System#nanoTime()}
     */
    Viewer(Outlet outlet, int slot, int queue, StreamMeters meters, long requested) {
        this.outlet = outlet;
        this.channel = outlet.channel();
        this.writer = outlet.writer();
        this.slot = slot;
        this.queue = queue;
        this.meters = meters;
        this.requested = requested;
    }

    /** Sends the head and the current group of pictures, which the queue's bound does not count. Owns neither. */
    void begin(ByteBuf head, List<SharedFrame> group, boolean waitForStart) {
        int burst = group.stream()
                .mapToInt(shared -> shared.form(slot).readableBytes())
                .sum();
        allow(queue + burst + head.readableBytes());
        writer.write(head.retainedDuplicate(), channel.voidPromise());
        group.forEach(this::write);
        skipping = waitForStart && group.isEmpty();
        writer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> allow(queue));
    }

    /** Sends what of {@code frames} this viewer should have, and flushes once. */
    void deliver(List<SharedFrame> frames) {
        int written = 0;
        for (SharedFrame shared : frames) {
            if (wants(shared)) {
                write(shared);
                written++;
            }
        }
        if (written > 0) {
            writer.flush();
        }
        if (written < frames.size()) {
            meters.framesDropped.increment(frames.size() - written);
        }
    }

    /** Whether nothing has left the queue for {@code limit}, although something is in it. */
    boolean isStalled(Duration limit, long now) {
        if (channel.isWritable()) {
            unmoved = -1;
            return false;
        }
        long waiting = channel.bytesBeforeWritable();
        if (waiting != unmoved) {
            unmoved = waiting;
            unmovedSince = now;
        }
        return now - unmovedSince > limit.toNanos();
    }

    void end(Ending ending) {
        outlet.end(ending);
    }

    void drop() {
        channel.close();
    }

    private boolean wants(SharedFrame shared) {
        if (shared.frame().isConfiguration()) {
            return true;
        }
        if (channel.isWritable()) {
            skipping &= !shared.isStart();
        } else {
            skipping = true;
        }
        return !skipping;
    }

    /** Through a duplicate, because the channel moves the reader index; the reference is this viewer's own. */
    private void write(SharedFrame shared) {
        ByteBuf form = shared.form(slot).retainedDuplicate();
        meters.bytesOut.increment(form.readableBytes());
        writer.write(form, channel.voidPromise());
        if (!pictured && shared.isStart()) {
            pictured = true;
            meters.firstFrame.record(System.nanoTime() - requested, TimeUnit.NANOSECONDS);
        }
    }

    private void allow(int bytes) {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(bytes / 2, bytes));
    }
}
