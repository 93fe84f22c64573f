package atrium.chat.backplane;

import atrium.chat.message.Message;
import java.util.List;

/**
 * Where a half room stands in its order.
 *
 * @param epoch names the life of the order; offsets of different epochs have nothing to do with each other, but where
 *     one goes on from the other {@code whole}
 * @param offset of the newest message; 0 if there was none
 * @param kept what is remembered, oldest first, with offsets of this epoch up to {@code offset}, and
 *     without a gap but for what was deleted
 * @param missed what this half has not heard yet of what was said since it was last attached, oldest first; each is in
 *     {@code kept} too, if it is still remembered. Empty the first time.
 * @param whole whether nothing is missing between what was heard before and {@code missed}; true the first time
 * @param rules what moderators have decided and still holds
 */
public record Attachment(
        String epoch, long offset, List<Message> kept, List<Message> missed, boolean whole, RoomRules rules) {}
