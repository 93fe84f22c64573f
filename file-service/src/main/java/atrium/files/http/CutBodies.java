package atrium.files.http;

import atrium.files.problem.FileProblem;
import atrium.files.upload.BodyCutException;
import atrium.platform.problem.ProblemException;
import org.springframework.http.HttpHeaders;

/** What the client of a cut body is told, if it still listens. */
public final class CutBodies {

    private CutBodies() {}

    /** The answer, which also closes the connection: the rest of the body is still on it. */
    public static ProblemException problemOf(BodyCutException cut) {
        ProblemException problem = switch (cut.reason()) {
            case GONE -> FileProblem.BAD_REQUEST.with("The body ended early.");
            case SILENT -> FileProblem.STALLED.with("The body brought nothing for too long; what came is kept.");
            case TAKEN_BACK -> FileProblem.LOCKED.with("Another request goes on with this upload; what came is kept.");
            case STOPPING -> FileProblem.CUT_BY_STOP.with("The service is stopping; what came is kept.");
        };
        return problem.header(HttpHeaders.CONNECTION, "close");
    }
}
