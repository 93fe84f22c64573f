package atrium.chat.room;

import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A member that writes down what it hears. */
final class Listener implements Member {

    final List<String> heard = new ArrayList<>();
    final List<ByteBuf> kept = new ArrayList<>();
    final Words format;
    private final EventLoop loop;
    private final String id;
    Seat seat;
    ByteBuf last;
    boolean keeps;
    List<String> roles = List.of();
    Predicate<RoomName> mayEnter = anyRoom -> true;
    long pending;
    int sends;
    int flushes;
    CloseReason closed;

    Listener(EventLoop loop, Words format, String id) {
        this.loop = loop;
        this.format = format;
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ChosenName choose(NamesInUse present) {
        return new ChosenName(id, id);
    }

    @Override
    public Sender self() {
        return new Sender(id, id);
    }

    @Override
    public List<String> roles() {
        return roles;
    }

    @Override
    public boolean mayEnter(RoomName room) {
        return mayEnter.test(room);
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public boolean open() {
        return closed == null;
    }

    @Override
    public void send(ByteBuf bytes) {
        sends++;
        last = bytes;
        write(bytes.retainedSlice());
    }

    @Override
    public void write(ByteBuf bytes) {
        heard.add(new String(ByteBufUtil.getBytes(bytes), StandardCharsets.UTF_8));
        if (keeps) {
            kept.add(bytes);
            pending += bytes.readableBytes();
        } else {
            bytes.release();
        }
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public long pendingBytes() {
        return pending;
    }

    @Override
    public void close(CloseReason reason) {
        closed = reason;
        seat.leave();
    }

    void releaseKept() {
        kept.forEach(ByteBuf::release);
    }
}
