package atrium.chat.room;

import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import atrium.chat.message.Message;
import atrium.chat.problem.ChatProblem;

/** What became of something that somebody wanted to say. */
public sealed interface Posted {

    /** It has its place in the order, and every member will see it. */
    record Accepted(Message message) implements Posted {}

    /** Nobody will see it. */
    record Refused(ChatProblem problem, String detail) implements Posted {}

    /** What has become of {@code draft}, which has got {@code placement}. */
    static Posted of(Draft draft, Placement placement) {
        return switch (placement) {
            case Placement.Placed placed ->
                new Accepted(new Message(placed.offset(), draft.id(), draft.at(), draft.from(), draft.content()));
            case Placement.Refused refused -> new Refused(ChatProblem.BUSY, refused.why());
        };
    }
}
