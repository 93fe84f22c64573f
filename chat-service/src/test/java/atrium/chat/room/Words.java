package atrium.chat.room;

import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomEvent;
import atrium.chat.message.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A wire format to read with the eye. */
final class Words implements WireFormat {

    static final Words ALL = new Words();
    static final List<ByteBuf> made = new ArrayList<>();
    boolean presence;
    boolean greets = true;

    static ByteBuf say(String text) {
        ByteBuf frame = Unpooled.copiedBuffer(text + ";", StandardCharsets.UTF_8);
        made.add(frame);
        return frame;
    }

    @Override
    public ByteBuf encode(RoomEvent event, ByteBufAllocator allocator) {
        return switch (event) {
            case Message message -> say(message.content().text());
            case Moderation act -> say(act.getClass().getSimpleName());
            case Presence told ->
                presence
                        ? say(told.members() + " members +" + told.joined().size() + " -"
                                + told.left().size())
                        : null;
            case Welcome welcome -> {
                if (!greets) {
                    yield null;
                }
                String texts = welcome.history().isEmpty()
                        ? ""
                        : " "
                                + welcome.history().stream()
                                        .map(message -> message.content().text())
                                        .toList();
                ByteBuf frame = Unpooled.copiedBuffer(
                        (welcome.recovered() ? "recovered " : "welcome ")
                                + welcome.offset()
                                + texts
                                + (welcome.deleted().isEmpty()
                                        ? ""
                                        : " -" + welcome.deleted().size()),
                        StandardCharsets.UTF_8);
                made.add(frame);
                yield frame;
            }
        };
    }
}
