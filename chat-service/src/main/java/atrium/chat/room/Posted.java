package atrium.chat.room;

import atrium.chat.message.Message;
import atrium.chat.problem.ChatProblem;

/** What became of something that somebody wanted to say. */
public sealed interface Posted {

    /** It has its place in the order, and every member will see it. */
    record Accepted(Message message) implements Posted {}

    /** Nobody will see it. */
    record Refused(ChatProblem problem, String detail) implements Posted {}
}
