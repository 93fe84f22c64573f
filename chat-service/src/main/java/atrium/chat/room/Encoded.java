package atrium.chat.room;

import atrium.chat.message.RoomEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One event in all forms that somebody needs it in, each made once. Owns them until it is released. One thread. */
final class Encoded {

    private final RoomEvent event;
    private final Map<WireFormat, @Nullable ByteBuf> frames = new HashMap<>();

    Encoded(RoomEvent event) {
        this.event = event;
    }

    /** The event in {@code format}; null if it cannot say it. */
    @Nullable
    ByteBuf in(WireFormat format) {
        if (!frames.containsKey(format)) {
            frames.put(format, encode(format));
        }
        return frames.get(format);
    }

    void release() {
        frames.values().forEach(frame -> {
            if (frame != null) {
                frame.release();
            }
        });
    }

    private @Nullable ByteBuf encode(WireFormat format) {
        WireFormat base = format.base();
        if (base == null) {
            return format.encode(event, ByteBufAllocator.DEFAULT);
        }
        ByteBuf bytes = in(base);
        return bytes == null ? null : format.fromBase(bytes, ByteBufAllocator.DEFAULT);
    }
}
