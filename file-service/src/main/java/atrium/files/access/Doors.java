package atrium.files.access;

import atrium.platform.problem.ProblemException;
import java.util.Optional;

/** Which rooms somebody may be in, as it is configured at the moment of asking. Any thread. */
@FunctionalInterface
public interface Doors {

    /** Every room is open. */
    Doors OPEN = room -> Optional.empty();

    /** Why they may not be in {@code room}; empty if they may. */
    Optional<ProblemException> refusal(String room);
}
