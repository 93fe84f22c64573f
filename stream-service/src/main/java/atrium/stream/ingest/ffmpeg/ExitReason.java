package atrium.stream.ingest.ffmpeg;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why a child ended, in the order in which its last words are searched for the reason: ffmpeg tells the cause first and
 * a vaguer consequence after it.
 */
public enum ExitReason {
    /** It was asked to. */
    STOPPED("stopped"),
    /** The source ended by itself. */
    ENDED("the source has ended"),
    /** By a signal that was not ours, e.g. of the kernel when memory is short. */
    KILLED("ffmpeg was killed"),
    UNAUTHORIZED("401 Unauthorized: wrong user or password", answered("401")),
    FORBIDDEN("403 Forbidden: the source does not let this user in", answered("403")),
    NOT_FOUND("404 Not Found: the source has nothing under this path", answered("404"), "Stream ?Not ?Found"),
    SERVER_ERROR("the source answered with an error", answered("[45]")),
    NO_SUCH_HOST("no such host", "Failed to resolve hostname"),
    REFUSED("connection refused: nothing listens there", "Connection refused"),
    UNREACHABLE("host unreachable", "No route to host", "Network is unreachable"),
    TIMED_OUT("timed out: the source did not answer or fell silent", "timed out"),
    BLOCKED("the source leads to a protocol or format that is not allowed", "not on whitelist", "not in allowed_"),
    /** The source is worth another try with its audio encoded anew. */
    AUDIO_NOT_CARRIED(
            "the source's audio has a codec that cannot be carried as it is",
            "Audio codec \\S+ not compatible",
            ofAudio()),
    NOTHING_TO_CARRY(
            "no video or audio that can be carried",
            "does not contain any stream",
            "not compatible with flv",
            "Could not write header",
            "could not find codec parameters"),
    PORT_TAKEN("the port is taken: something listens there already", "Address already in use"),
    NOT_OUR_ADDRESS("the address to listen at is not one of this machine", "Cannot assign requested address"),
    INVALID("what the source sends is not media", "Invalid data found"),
    NO_SUCH_FILE("no such file", "No such file or directory"),
    BROKEN("the connection broke", "Connection reset", "Broken pipe", "Input/output error"),
    FAILED("ffmpeg failed");

    /**
     * 128 and a signal: ILL, ABRT, BUS, FPE, KILL, SEGV. Not every code above 128, since ffmpeg's own are negative error
     * numbers modulo 256: 145 is a refused connection.
     */
    private static final Set<Integer> SIGNALLED = Set.of(132, 134, 135, 136, 137, 139);

    /** Older lines are about troubles that were overcome. */
    private static final int LAST_WORDS = 8;

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
        ExitReason reason = asked ? STOPPED : find(code, lastLines);
        return new FfmpegExit(code, reason, reason.detail(code, lastLines), lastLines);
    }

    private static ExitReason find(int code, List<String> lastLines) {
        if (SIGNALLED.contains(code)) {
            return KILLED;
        }
        List<String> lastWords = lastLines.subList(Math.max(0, lastLines.size() - LAST_WORDS), lastLines.size());
        return Arrays.stream(values())
                .filter(reason -> lastWords.stream().anyMatch(reason::isIn))
                .findFirst()
                .orElse(code == 0 ? ENDED : FAILED);
    }

    private boolean isIn(String line) {
        return signs.stream().anyMatch(sign -> sign.matcher(line).find());
    }

    private String detail(int code, List<String> lastLines) {
        return switch (this) {
            case SERVER_ERROR, FAILED -> sentence + ": " + (lastLines.isEmpty() ? "code " + code : lastLines.getLast());
            case KILLED -> sentence + " by signal " + (code - 128);
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
                    AUDIO_NOT_CARRIED,
                    NOTHING_TO_CARRY,
                    PORT_TAKEN,
                    NOT_OUR_ADDRESS,
                    INVALID,
                    NO_SUCH_FILE,
                    BROKEN -> sentence;
        };
    }

    /** MP2: among ffmpeg's codec numbers, 65536 and what follows are audio. */
    private static String ofAudio() {
        return "incompatible with output codec id '[6-9]\\d{4}'";
    }

    /** How ffmpeg words a status of HTTP or RTSP; never the path, which may hold any number. */
    private static String answered(String status) {
        return "(Server returned|HTTP error|method [A-Z_]+ failed:) " + status;
    }
}
