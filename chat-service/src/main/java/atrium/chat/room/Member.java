package atrium.chat.room;

import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;

/**
 * A connection that is, or is about to be, in a room. {@link #id}, {@link #roles}, {@link #loop} and {@link #format}
 * never change; all other methods but {@link #choose}, {@link #self} and {@link #mayEnter} are called on {@link #loop} only.
 */
public interface Member {

    /** See {@link Sender#id}. */
    String id();

    /** Takes a name that nobody has, once, before it gets its seat. Called under the room's lock. */
    ChosenName choose(NamesInUse present);

    /** Who it is, once it has chosen. */
    Sender self();

    List<String> roles();

    /** Whether it may be in {@code room}, as configured now. Any thread. */
    boolean mayEnter(RoomName room);

    EventLoop loop();

    WireFormat format();

    /** Whether the room may still write to it. */
    boolean open();

    /**
     * Sends {@code bytes} now, or as soon as the connection takes them. They stay the caller's, and so do their indices:
     * one buffer goes to all members.
     */
    void send(ByteBuf bytes);

    /** Takes ownership of {@code bytes} and puts them last in the queue. */
    void write(ByteBuf bytes);

    void flush();

    /** Bytes written that the kernel has not taken yet. */
    long pendingBytes();

    /** Says why and ends the connection; the member leaves its room. */
    void close(CloseReason reason);
}
