package atrium.chat.admin;

import atrium.chat.problem.ChatProblem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** @param seconds the shortest time between two messages of a person; 0 ends slow mode */
record SlowModeRequest(@Nullable Integer seconds) {

    private static final int LONGEST = 6 * 3600;

    Duration interval() {
        if (seconds == null || seconds < 0 || seconds > LONGEST) {
            throw ChatProblem.INVALID.with("seconds: %s (expected: 0 to %d)".formatted(seconds, LONGEST));
        }
        return Duration.ofSeconds(seconds);
    }
}
