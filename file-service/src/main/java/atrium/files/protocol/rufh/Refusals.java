package atrium.files.protocol.rufh;

import atrium.files.access.Requester;
import atrium.files.problem.FileProblem;
import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemType;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;

/** Says what the upload service refuses in the draft's words ("Problem Types"). */
final class Refusals {

    private final RufhAnswers answers;

    Refusals(RufhAnswers answers) {
        this.answers = answers;
    }

    ProblemException of(ProblemException refusal, HttpHeaders request, Requester who, InteropVersion version) {
        ProblemType type = refusal.type();
        if (type == FileProblem.WRONG_OFFSET) {
            return mismatching(refusal, request);
        }
        if (type == FileProblem.WRONG_LENGTH) {
            return RufhProblem.INCONSISTENT_LENGTH.with(detailOf(refusal));
        }
        if (type == FileProblem.CHECKSUM) {
            return RufhProblem.MISMATCHING_DIGEST.with(detailOf(refusal));
        }
        // "Limits": every 413 tells them.
        return type == FileProblem.TOO_LARGE || type == FileProblem.ROOM_FULL
                ? refusal.header(RufhHeaders.LIMIT, answers.limits(who, version))
                : refusal;
    }

    private static ProblemException mismatching(ProblemException refusal, HttpHeaders request) {
        Map<String, Object> members = Objects.requireNonNull(refusal.getBody().getProperties());
        Object expected = Objects.requireNonNull(members.get("offset"));
        return RufhProblem.MISMATCHING_OFFSET
                .with(detailOf(refusal))
                .member("expected-offset", expected)
                .member("provided-offset", RufhHeaders.requiredOffset(request))
                .header(RufhHeaders.OFFSET, expected.toString());
    }

    private static String detailOf(ProblemException refusal) {
        return String.valueOf(refusal.getBody().getDetail());
    }
}
