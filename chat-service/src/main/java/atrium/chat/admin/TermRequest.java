package atrium.chat.admin;

import atrium.chat.problem.ChatProblem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For how long something holds: a number of seconds, or until a moment (RFC 3339); neither is the usual time. */
record TermRequest(@Nullable Long seconds, @Nullable Instant until) {

    private static final long LONGEST = 10L * 365 * 24 * 3600;

    Instant end(Instant now, Instant usual) {
        if (seconds != null && until != null) {
            throw ChatProblem.INVALID.with("seconds, until: give one of them");
        }
        if (seconds != null && (seconds < 1 || seconds > LONGEST)) {
            throw ChatProblem.INVALID.with("seconds: %d (expected: 1 to %d)".formatted(seconds, LONGEST));
        }
        if (until != null && !until.isAfter(now)) {
            throw ChatProblem.INVALID.with("until: %s (expected: later than %s)".formatted(until, now));
        }
        return seconds != null ? now.plusSeconds(seconds) : until != null ? until : usual;
    }
}
