package atrium.chat.backplane.redis;

import atrium.chat.backplane.Draft;
import atrium.chat.backplane.RoomRules;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the listener has been told, so that the order can go on from it alone: the messages are the same objects that the
 * room keeps. Confined to the line's mailbox, but for the place, which any thread may read.
 */
final class Known {

    private final Deque<Message> kept = new ArrayDeque<>();
    private long weight;
    private RoomRules rules = RoomRules.NONE;
    private volatile Place place = new Place("", 0);

    /** Where the listener stands, in whichever order. */
    record Place(String epoch, long offset) {}

    Place place() {
        return place;
    }

    long offset() {
        return place.offset();
    }

    RoomRules rules() {
        return rules;
    }

    /** Where a message stands that is to be said once; empty if it was not said, or is not remembered here. */
    OptionalLong offsetOf(Draft draft) {
        return draft.isOnce()
                ? kept.stream()
                        .filter(message -> message.id().equals(draft.id()))
                        .mapToLong(Message::offset)
                        .findFirst()
                : OptionalLong.empty();
    }

    List<Message> kept() {
        return List.copyOf(kept);
    }

    /** The same goes on under another name. */
    void fork(String epoch) {
        place = new Place(epoch, place.offset());
    }

    void replace(String epoch, long head, List<Message> messages, RoomRules newRules) {
        place = new Place(epoch, head);
        kept.clear();
        kept.addAll(messages);
        weight = messages.stream().mapToLong(Message::weight).sum();
        rules = newRules;
    }

    /** The next message. */
    void add(Message message, Keeping keeping) {
        skipTo(message.offset());
        kept.addLast(message);
        weight += message.weight();
        while (!kept.isEmpty() && (kept.size() > keeping.messages() || weight > keeping.bytes())) {
            weight -= kept.removeFirst().weight();
        }
    }

    /** What has this place cannot be told. */
    void skipTo(long offset) {
        place = new Place(place.epoch(), offset);
    }

    void acted(Moderation act) {
        rules = rules.after(act);
        if (act instanceof Moderation.Delete delete) {
            kept.removeIf(message -> {
                boolean gone = message.id().equals(delete.message());
                weight -= gone ? message.weight() : 0;
                return gone;
            });
        }
    }
}
