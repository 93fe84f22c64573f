package atrium.stream.live;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One connection that is sent a stream; confined to the connection's event loop.
 *
 * <p>Its queue is the channel's own outbound buffer. Once that holds as much as allowed, the viewer is skipping: it
 * gets nothing but changed headers until the buffer has drained and a frame comes where decoding can begin. So it loses
 * whole groups of pictures and is then at live again.
 */
final class Viewer {

    /**
     * Bytes that the kernel may hold unsent. More would be megabytes, half a minute of a stream, which a slow viewer
     * would still be sent after it could have been at live again.
     */
    private static final int UNSENT = 16 * 1024;

    private final Outlet outlet;
    private final Channel channel;
    private final ChannelOutboundInvoker writer;
    private final Lane lane;
    private final StreamMeters meters;
    private final long requested;

    private int queue;
    private boolean bursting;
    private boolean skipping;
    private boolean pictured;
    private long unmoved = -1;
    private long unmovedSince;

    /**
     * @param queue bytes that may wait for this viewer
     * @param requested when it asked, by {@link System#nanoTime()}
     */
    Viewer(Outlet outlet, Lane lane, int queue, StreamMeters meters, long requested) {
        this.outlet = outlet;
        this.channel = outlet.channel();
        this.writer = outlet.writer();
        this.lane = lane;
        this.queue = queue;
        this.meters = meters;
        this.requested = requested;
    }

    Lane lane() {
        return lane;
    }

    /**
     * Sends the head (owned) and the current group of pictures (not owned), which the queue's bound does not count until
     * they are sent.
     */
    void begin(ByteBuf head, List<SharedFrame> group, boolean waitForStart) {
        if (!channel.isOpen()) {
            head.release(); // a closed socket has no options to set
            return;
        }
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT);
        bursting = true;
        allow(queue + head.readableBytes() + lane.lengthOf(group));
        write(head);
        group.forEach(shared -> share(shared.form(lane.output().slot())));
        noteFirst(!group.isEmpty());
        skipping = waitForStart && group.isEmpty();
        writer.writeAndFlush(lane.writeTail()).addListener(sent -> {
            bursting = false;
            allow(queue);
        });
    }

    /** Sends what of {@code batch} this viewer should have, and flushes once. */
    void deliver(Batch batch, int limit) {
        if (limit != queue) {
            queue = limit;
            if (!bursting) {
                allow(limit);
            }
        }
        if (batch.isChange()) {
            share(batch.whole(lane));
            writer.flush();
            return;
        }
        boolean writable = channel.isWritable();
        skipping |= !writable;
        int from = !skipping ? 0 : writable ? batch.firstStart() : batch.size();
        if (from > 0) {
            meters.framesDropped.increment(from);
        }
        if (from < batch.size()) {
            skipping = false;
            if (from == 0) {
                share(batch.whole(lane));
            } else {
                write(lane.write(batch.from(from)));
            }
            writer.flush();
            noteFirst(batch.firstStart() < batch.size());
        }
    }

    /** Whether nothing has left the queue for {@code limit}, although something is in it. */
    boolean isStalled(Duration limit, long now) {
        if (channel.isWritable()) {
            unmoved = -1;
            return false;
        }
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        long waiting = pending == null ? 0 : pending.totalPendingWriteBytes();
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

    /** Through a duplicate, because the channel moves the reader index; the reference is this viewer's own. */
    private void share(ByteBuf bytes) {
        if (bytes.isReadable()) {
            write(bytes.retainedDuplicate());
        }
    }

    /** Takes ownership of {@code bytes}. */
    private void write(ByteBuf bytes) {
        meters.bytesOut.increment(bytes.readableBytes());
        writer.write(bytes, channel.voidPromise());
    }

    private void noteFirst(boolean started) {
        if (started && !pictured) {
            pictured = true;
            meters.firstFrame.record(System.nanoTime() - requested, TimeUnit.NANOSECONDS);
        }
    }

    /** A viewer that was skipping comes back when little is left to send: what it then gets is not old already. */
    private void allow(int bytes) {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(bytes / 4, bytes));
    }
}
