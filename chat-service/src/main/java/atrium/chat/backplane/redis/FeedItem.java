package atrium.chat.backplane.redis;

import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;

/** What all halves of a room hear, each in the same order. */
sealed interface FeedItem {

    record Said(String epoch, Entry entry) implements FeedItem {}

    record Acted(Moderation act) implements FeedItem {}

    record Told(String half, Presence presence) implements FeedItem {}
}
