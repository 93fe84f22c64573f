package atrium.chat.message;

import java.util.List;

/**
 * What a member is told first, again as the answer to a resume, and again when the room's order goes on in another
 * epoch. Messages that follow it have higher offsets than {@link #offset}, without a gap.
 *
 * @param roles of the member
 * @param epoch names the life of the room's order; offsets of different epochs have nothing to do with each other
 * @param offset of the newest message
 * @param members how many are in the room
 * @param history oldest first; where {@code recovered}, exactly what was missed, else the newest
 * @param recovered whether nothing was lost since what the member saw last
 * @param deleted ids of messages that the member may have seen and that were taken back meanwhile
 */
public record Welcome(
        String room,
        Sender self,
        List<String> roles,
        String epoch,
        long offset,
        int members,
        List<Message> history,
        boolean recovered,
        List<String> deleted)
        implements RoomEvent {

    /** The same for another member. */
    public Welcome to(Sender other, List<String> itsRoles) {
        return new Welcome(room, other, itsRoles, epoch, offset, members, history, recovered, deleted);
    }
}
