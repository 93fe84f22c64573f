package atrium.chat.admin;

import atrium.chat.message.Message;
import atrium.chat.message.Sender;
import atrium.chat.message.Style;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message as in the JSON protocol, without its {@code type}. */
record MessageView(
        long offset,
        String id,
        Instant at,
        Sender from,
        String kind,
        String text,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StyleView style,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String file) {

    static MessageView of(Message message) {
        var content = message.content();
        return new MessageView(
                message.offset(),
                message.id(),
                message.at(),
                message.from(),
                content.kind().wire(),
                content.text(),
                content.style() == null ? null : StyleView.of(content.style()),
                content.file());
    }

    /** A danmaku's style, with the protocol's words. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StyleView(
            @Nullable String color,
            @Nullable String mode,
            @Nullable Integer size) {

        static StyleView of(Style style) {
            return new StyleView(
                    style.color(), style.mode() == null ? null : style.mode().wire(), style.size());
        }
    }
}
