package atrium.chat.admin;

import atrium.chat.admin.MessageView.StyleView;
import atrium.chat.message.Content;
import atrium.chat.message.Kind;
import atrium.chat.message.Style;
import org.jspecify.annotations.Nullable;

/**
 * The body of a post: the fields of {@code send} in the JSON protocol.
 *
 * @param name in whose name it is said, where another service says it
 */
record MessageRequest(
        @Nullable String text,
        @Nullable String kind,
        @Nullable StyleView style,
        @Nullable String file,
        @Nullable String name) {

    /** @throws IllegalArgumentException naming the field that is not valid */
    Content content() {
        Kind kindOrText = kind == null
                ? Kind.TEXT
                : Kind.of(kind)
                        .orElseThrow(
                                () -> new IllegalArgumentException("kind: expected \"text\", \"danmaku\" or \"file\""));
        return new Content(kindOrText, text == null ? "" : text, style == null ? null : styleOf(style), file);
    }

    private static Style styleOf(StyleView style) {
        Style.Mode mode = style.mode() == null
                ? null
                : Style.Mode.of(style.mode())
                        .orElseThrow(() ->
                                new IllegalArgumentException("style.mode: expected \"scroll\", \"top\" or \"bottom\""));
        return new Style(style.color(), mode, style.size());
    }
}
