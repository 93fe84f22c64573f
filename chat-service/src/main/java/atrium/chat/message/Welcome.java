package atrium.chat.message;

import java.util.List;

/**
 * What a member is told first, and again as the answer to a resume. Messages that follow it have higher offsets than
 * {@link #offset}, without a gap.
 *
 * @param roles of the member
 * @param epoch names the life of the room's order; offsets of different epochs have nothing to do with each other
 * @param offset of the newest message
 * @param members how many are in the room
 * @param history oldest first; after a recovered resume exactly what was missed, else the newest
 * @param recovered whether a resume lost nothing
 */
public record Welcome(
        String room,
        Sender self,
        List<String> roles,
        String epoch,
        long offset,
        int members,
        List<Message> history,
        boolean recovered)
        implements RoomEvent {}
