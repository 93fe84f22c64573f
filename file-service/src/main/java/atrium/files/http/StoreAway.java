package atrium.files.http;

import atrium.files.problem.FileProblem;
import atrium.platform.problem.ProblemException;
import java.time.Duration;

/** What is answered while the store cannot be reached. */
public final class StoreAway {

    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private StoreAway() {}

    public static ProblemException problem() {
        return FileProblem.STORE_AWAY
                .with("The store of files does not answer; what it has is kept. Come again.")
                .retryAfter(COME_AGAIN);
    }
}
