package atrium.stream.ingest.ffmpeg;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Why a child ended, in the order in which its words are searched for it. */
public enum ExitReason {
    /** It was asked to. */
    STOPPED("stopped"),
    /** The source ended by itself. */
    ENDED("the source has ended"),
    UNAUTHORIZED("401 Unauthorized: wrong user or password", "\\b401\\b", "authorization failed"),
    FORBIDDEN("403 Forbidden: the source does not let this user in", "\\b403\\b"),
    NOT_FOUND(
            "404 Not Found: the source has nothing under this path", "\\b404\\b", "Stream Not Found", "StreamNotFound"),
    SERVER_ERROR("the source answered with an error", "Server returned \\d", "\\b[45]\\d\\d [A-Z]\\w+"),
    NO_SUCH_HOST("no such host", "Failed to resolve hostname", "Name or service not known"),
    REFUSED("connection refused: nothing listens there", "Connection refused"),
    UNREACHABLE("host unreachable", "No route to host", "Network is unreachable"),
    TIMED_OUT("timed out: the source did not answer or fell silent", "timed out", "Connection setup failure"),
    BLOCKED("the source leads to a protocol that is not allowed", "not on whitelist", "not in allowed"),
    NOTHING_TO_CARRY(
            "no video or audio that can be carried",
            "does not contain any stream",
            "not compatible with flv",
            "Could not write header",
            "Stream map '.*' matches no streams"),
    INVALID("what the source sends is not media", "Invalid data found"),
    NO_SUCH_FILE("no such file", "No such file or directory"),
    BROKEN("the connection broke", "Connection reset", "Broken pipe", "Input/output error", "End of file"),
    /** A signal that was not ours, e.g. from the kernel when memory is short. */
    KILLED("ffmpeg was killed"),
    FAILED("ffmpeg failed");

    private static final int SIGNALLED = 128;

    private final String sentence;
    private final List<Pattern> signs;

    ExitReason(String sentence, String... signs) {
        this.sentence = sentence;
        this.signs = Arrays.stream(signs)
                .map(sign -> Pattern.compile(sign, Pattern.CASE_INSENSITIVE))
                .toList();
    }

    /** The reason in words for people. */
    public String sentence() {
        return sentence;
    }

    static FfmpegExit explain(int code, boolean asked, List<String> lastLines) {
        ExitReason reason = reason(code, asked, lastLines);
        String detail = switch (reason) {
            case FAILED, SERVER_ERROR ->
                lastLines.isEmpty()
                        ? reason.sentence + " with code " + code
                        : reason.sentence + ": " + lastLines.getLast();
            case KILLED -> reason.sentence + " by signal " + (code - SIGNALLED);
            case STOPPED,
                    ENDED,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    NOT_FOUND,
                    NO_SUCH_HOST,
                    REFUSED,
                    UNREACHABLE,
                    TIMED_OUT,
                    BLOCKED,
                    NOTHING_TO_CARRY,
                    INVALID,
                    NO_SUCH_FILE,
                    BROKEN -> reason.sentence;
        };
        return new FfmpegExit(code, reason, detail, lastLines);
    }

    private static ExitReason reason(int code, boolean asked, List<String> lastLines) {
        if (asked) {
            return STOPPED;
        }
        for (ExitReason reason : values()) {
            if (lastLines.stream().anyMatch(reason::isIn)) {
                return reason;
            }
        }
        if (code == 0) {
            return ENDED;
        }
        return code > SIGNALLED && code < SIGNALLED + 65 ? KILLED : FAILED;
    }

    private boolean isIn(String line) {
        return signs.stream().anyMatch(sign -> sign.matcher(line).find());
    }
}
