package atrium.chat.transport.danmaku;

import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomEvent;
import atrium.chat.message.RoomName;
import atrium.chat.message.Welcome;
import atrium.chat.room.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Every message of a room, of whatever kind, is a {@code chatmsg}, unless it has no text, as a file may. Nothing else of
 * what a room tells has a word here.
 *
 * <p>A value: those of one room and carrier are equal, so that a room encodes each message once for all its members.
 */
record DanmakuFormat(RoomName room, Carrier carrier) implements WireFormat {

    @Override
    public @Nullable ByteBuf encode(RoomEvent event, ByteBufAllocator allocator) {
        return switch (event) {
            case Message message ->
                message.content().text().isEmpty() ? null : Frames.of(chatmsg(message), carrier, allocator);
            case Moderation moderation -> null;
            case Presence presence -> null;
            case Welcome welcome -> null;
        };
    }

    private Stt chatmsg(Message message) {
        Content content = message.content();
        Stt chatmsg = Stt.of("chatmsg")
                .with("rid", room.value())
                .with("uid", message.from().id())
                .with("nn", message.from().name())
                .with("txt", content.text())
                .with("cid", message.id())
                .with("cst", String.valueOf(message.at().toEpochMilli()));
        if (content.style() != null && content.style().color() != null) {
            Palette.number(content.style().color()).ifPresent(number -> chatmsg.with("col", number));
        }
        return chatmsg;
    }
}
