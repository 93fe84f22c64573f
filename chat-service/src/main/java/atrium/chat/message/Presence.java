package atrium.chat.message;

import java.util.List;

/**
 * Who came and went since the last one. The lists are cut where very many come at once; the count is always right.
 *
 * @param members how many are in the room now
 */
public record Presence(int members, List<Sender> joined, List<Sender> left) implements RoomEvent {}
