package atrium.chat.transport.danmaku;

import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.room.ChosenName;
import atrium.chat.room.CloseReason;
import atrium.chat.room.Member;
import atrium.chat.room.NamesInUse;
import atrium.chat.room.WireFormat;
import atrium.chat.session.Participant;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session in one room; another one in the next room that it enters. */
final class DanmakuMember implements Member {

    private final DanmakuSession session;
    private final ClientLink link;
    private final Participant participant;
    private final DanmakuFormat format;
    private @Nullable Sender self;

    DanmakuMember(DanmakuSession session, ClientLink link, Participant participant, DanmakuFormat format) {
        this.session = session;
        this.link = link;
        this.participant = participant;
        this.format = format;
    }

    @Override
    public String id() {
        return participant.id();
    }

    @Override
    public ChosenName choose(NamesInUse present) {
        ChosenName chosen = participant.choose(present);
        self = participant.self();
        return chosen;
    }

    @Override
    public Sender self() {
        if (self == null) {
            throw new IllegalStateException("has not chosen a name yet");
        }
        return self;
    }

    @Override
    public List<String> roles() {
        return participant.roles();
    }

    @Override
    public boolean mayEnter(RoomName room) {
        return participant.mayEnter(room);
    }

    @Override
    public EventLoop loop() {
        return link.loop();
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public boolean open() {
        return session.open();
    }

    @Override
    public void send(ByteBuf bytes) {
        link.send(bytes);
    }

    @Override
    public void write(ByteBuf bytes) {
        link.write(bytes);
    }

    @Override
    public void flush() {
        link.flush();
    }

    @Override
    public long pendingBytes() {
        return link.pendingBytes();
    }

    @Override
    public void close(CloseReason reason) {
        session.close(reason, reason.text());
    }
}
