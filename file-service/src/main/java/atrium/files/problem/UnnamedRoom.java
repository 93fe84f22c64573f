package atrium.files.problem;

import atrium.platform.problem.ProblemException;

/** How somebody is refused who has named no room, only what is in one: without the name, which says more than an id. */
public final class UnnamedRoom {

    private UnnamedRoom() {}

    /** {@code refusal} in other words. */
    public static ProblemException in(ProblemException refusal) {
        refusal.getBody().setDetail("It is in a private room: sign in, or open the link of an invitation.");
        return refusal;
    }
}
