package atrium.chat.message;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who came and went since the last one. The lists are cut where very many come at once; the count is always right.
 *
 * @param members how many are in the room now
 */
public record Presence(int members, List<Sender> joined, List<Sender> left) implements RoomEvent {

    /** Both together. */
    public Presence with(Presence others) {
        return new Presence(members + others.members, joined(joined, others.joined), joined(left, others.left));
    }

    private static List<Sender> joined(List<Sender> some, List<Sender> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
