package atrium.files.protocol.rufh;

import atrium.platform.problem.ProblemType;
import java.net.URI;
import org.springframework.http.HttpStatus;

/** What the draft has names of its own for ("Problem Types"), and digests that do not match. */
enum RufhProblem implements ProblemType {
    MISMATCHING_OFFSET("mismatching-upload-offset", HttpStatus.CONFLICT, "Mismatching Upload Offset"),
    COMPLETED_UPLOAD("completed-upload", HttpStatus.BAD_REQUEST, "Upload Is Completed"),
    INCONSISTENT_LENGTH("inconsistent-upload-length", HttpStatus.BAD_REQUEST, "Inconsistent Upload Length Values"),
    MISMATCHING_DIGEST("digest-mismatch", HttpStatus.BAD_REQUEST, "The bytes are not those that were announced") {
        @Override
        public URI uri() {
            return URI.create("urn:atrium:problem:" + code());
        }
    };

    private final Line line;

    RufhProblem(String code, HttpStatus status, String title) {
        this.line = new Line(code, status, title);
    }

    @Override
    public Line line() {
        return line;
    }

    @Override
    public URI uri() {
        return URI.create("https://iana.org/assignments/http-problem-types#" + code());
    }
}
