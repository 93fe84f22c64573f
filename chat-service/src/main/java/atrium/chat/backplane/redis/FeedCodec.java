package atrium.chat.backplane.redis;

import atrium.chat.backplane.Draft;
import java.util.Optional;

/**
 * Reads the feed: {@code M <epoch> <offset> <half> <number> <draft>}, {@code A <act>} or {@code P <half> <presence>}. The
 * scripts write the front, since they alone know the offset; the rest is JSON, see {@link PayloadCodec}.
 */
final class FeedCodec {

    private FeedCodec() {}

    /** Empty if it is none of them: a newer node's, or not ours at all. */
    static Optional<FeedItem> decode(String text) {
        if (text.length() < 2 || text.charAt(1) != ' ') {
            return Optional.empty();
        }
        try {
            return switch (text.charAt(0)) {
                case 'M' -> Optional.of(said(text.split(" ", 6)));
                case 'A' -> PayloadCodec.act(text.substring(2)).map(FeedItem.Acted::new);
                case 'P' -> told(text.split(" ", 3));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static FeedItem said(String[] parts) {
        if (parts.length < 6) {
            throw new IllegalArgumentException("parts: " + parts.length + " (expected: 6)");
        }
        @SuppressWarnings("NullAway") // orElse(null) of an Optional
        Draft draft = PayloadCodec.draft(parts[5]).orElse(null);
        Mark mark = new Mark(parts[3], Long.parseLong(parts[4]));
        return new FeedItem.Said(parts[1], new Entry(Long.parseLong(parts[2]), mark, draft));
    }

    private static Optional<FeedItem> told(String[] parts) {
        return parts.length < 3
                ? Optional.empty()
                : PayloadCodec.presence(parts[2]).map(presence -> new FeedItem.Told(parts[1], presence));
    }
}
