package atrium.chat.transport.websocket;

import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomEvent;
import atrium.chat.message.Welcome;
import atrium.chat.room.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** A message is its text, one frame each; there are no other words in plain mode. */
final class PlainFormat implements WireFormat {

    @Override
    public @Nullable ByteBuf encode(RoomEvent event, ByteBufAllocator allocator) {
        return switch (event) {
            case Message message -> Frames.text(allocator, message.content().text());
            case Moderation moderation -> null;
            case Presence presence -> null;
            case Welcome welcome -> null;
        };
    }
}
