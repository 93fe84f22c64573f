package atrium.chat.room;

import atrium.chat.message.RoomEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * How a kind of connection spells what a room says, down to the last byte of framing: the result goes to every channel
 * as it is. Called from any thread; one instance serves all members that speak it.
 */
public interface WireFormat {

    /**
     * The complete bytes of {@code event}, which the caller then owns; {@code null} if this format cannot say it. Two
     * results put one after the other must mean both events.
     */
    @Nullable
    ByteBuf encode(RoomEvent event, ByteBufAllocator allocator);

    /** The format whose bytes this one is made of, so that both together cost one encoding; null if there is none. */
    default @Nullable WireFormat base() {
        return null;
    }

    /** As {@link #encode}, of the event that is {@code bytes} in the {@link #base} format; does not release them. */
    default ByteBuf fromBase(ByteBuf bytes, ByteBufAllocator allocator) {
        return bytes.retain();
    }
}
