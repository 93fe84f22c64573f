package atrium.chat.room;

import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.RoomSummary;
import atrium.chat.history.MemoryHistory;
import atrium.chat.message.Message;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.message.Welcome;
import atrium.chat.settings.ChatProperties;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a room remembers from the time that its order is known, and how that is told to who comes, comes back, or stays.
 * Guarded by the room's lock.
 */
final class RoomMemory {

    private final RoomName room;
    private final Supplier<ChatProperties> settings;
    private @Nullable MemoryHistory history;

    RoomMemory(RoomName room, Supplier<ChatProperties> settings) {
        this.room = room;
        this.settings = settings;
    }

    /** Whether the order is known. */
    boolean begun() {
        return history != null;
    }

    /** Whether {@code offset} of {@code epoch} is still to be heard here. */
    boolean isBehind(String epoch, long offset) {
        return history != null && history.epoch().equals(epoch) && offset > history.head();
    }

    /** Begins, or goes on, where the line stands; whether it begins. */
    boolean attached(Attachment now) {
        MemoryHistory known = history;
        if (known == null) {
            history = trimmed(new MemoryHistory(now.epoch(), now.offset(), now.kept()));
            return true;
        }
        known.continueIn(now.epoch(), now.offset(), now.kept(), now.whole());
        trimmed(known);
        return false;
    }

    void append(Message message) {
        MemoryHistory known = known();
        known.append(message);
        trimmed(known);
    }

    void delete(String message) {
        known().delete(message);
    }

    /** Whether one of the messages is {@code wanted}. */
    boolean has(Predicate<Message> wanted) {
        return history != null && history.find(wanted).isPresent();
    }

    /** Up to {@code limit} messages just below {@code offset}, oldest first. */
    List<Message> before(long offset, int limit) {
        return history == null ? List.of() : history.before(offset, limit);
    }

    RoomSummary summary(int members) {
        return history == null
                ? new RoomSummary(room, members, "", 0)
                : new RoomSummary(room, members, history.epoch(), history.head());
    }

    /** For {@code member}, who comes. */
    Welcome greeting(Member member, int members) {
        return welcome(member, members, newest(), false, List.of());
    }

    /**
     * For {@code member}, who comes back: with what came after {@code offset} of {@code epoch}, if it is known whole and
     * fits into half a member's queue.
     */
    Welcome resumption(Member member, int members, String epoch, long offset) {
        long space = settings.get().limits().queue().toBytes() / 2;
        Optional<List<Message>> missed = known().since(epoch, offset)
                .filter(messages -> messages.stream().mapToLong(Message::weight).sum() <= space);
        return missed.map(messages -> welcome(member, members, messages, true, known().deletedUpTo(offset)))
                .orElseGet(() -> greeting(member, members));
    }

    /** For whoever stays while the order goes on as {@code now} says; who it is for is filled in. */
    Welcome continuation(Attachment now, int members) {
        List<Message> told = now.whole() ? now.missed() : newest();
        return welcome(new Sender("", ""), List.of(), members, told, now.whole(), List.of());
    }

    private Welcome welcome(Member member, int members, List<Message> told, boolean recovered, List<String> deleted) {
        return welcome(member.self(), member.roles(), members, told, recovered, deleted);
    }

    private Welcome welcome(
            Sender self, List<String> roles, int members, List<Message> told, boolean recovered, List<String> deleted) {
        MemoryHistory known = known();
        return new Welcome(room.value(), self, roles, known.epoch(), known.head(), members, told, recovered, deleted);
    }

    private List<Message> newest() {
        return known().last(settings.get().history().welcome());
    }

    private MemoryHistory trimmed(MemoryHistory known) {
        ChatProperties.History keep = settings.get().history();
        known.trim(keep.keep(), keep.size().toBytes());
        return known;
    }

    private MemoryHistory known() {
        if (history == null) {
            throw new IllegalStateException("not attached yet");
        }
        return history;
    }
}
