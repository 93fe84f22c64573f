package atrium.chat.room;

import atrium.chat.backplane.RoomRules;
import atrium.chat.message.Content;
import atrium.chat.message.Moderation;
import atrium.chat.message.Sender;
import atrium.chat.problem.ChatProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a room does not let be said, by whom, and how it is told: what moderators have decided, and slow mode. Guarded by
 * the room's lock, but for {@link #refusalOfWords}.
 */
final class RoomManners {

    /** Whom slow mode does not slow: who moderates, and other services, which speak for many. */
    private static final Set<String> UNHURRIED = Set.of("moderator", "service");

    private final InstantSource clock;
    private final Pace pace = new Pace();
    private RoomRules rules = RoomRules.NONE;

    RoomManners(InstantSource clock) {
        this.clock = clock;
    }

    /** What moderators have decided and still holds. */
    RoomRules rules() {
        return rules.at(clock.instant());
    }

    /** From now on {@code decided} holds instead of whatever did. */
    void follow(RoomRules decided) {
        rules = decided;
    }

    /** From now on what {@code act} decided holds, too. */
    void follow(Moderation act) {
        rules = rules.after(act).at(clock.instant());
    }

    Optional<Instant> bannedUntil(String person) {
        return rules.bannedUntil(person, clock.instant());
    }

    boolean isBanned(String person) {
        return bannedUntil(person).isPresent();
    }

    static Optional<Posted.Refused> refusalOfWords(Content content, Predicate<String> forbidden) {
        return forbidden.test(content.text())
                ? refused(ChatProblem.BANNED_WORDS, "The text has a word that is not said here.")
                : Optional.empty();
    }

    /** Whether this person may speak now; counts it for slow mode, if so. */
    Optional<Posted.Refused> refusal(Sender from, List<String> roles, Instant now) {
        Optional<Instant> muted = rules.mutedUntil(from.person(), now);
        if (muted.isPresent()) {
            return refused(ChatProblem.MUTED, "A moderator has muted you " + until(muted.get()));
        }
        Duration wait = roles.stream().anyMatch(UNHURRIED::contains)
                ? Duration.ZERO
                : pace.step(from.person(), now, rules.slow());
        if (wait.isPositive()) {
            long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
            return refused(ChatProblem.SLOW_MODE, "Slow mode: you may speak again in %d s.".formatted(seconds));
        }
        return Optional.empty();
    }

    private static String until(Instant end) {
        return end.equals(Instant.MAX) ? "for good." : "until " + end + ".";
    }

    private static Optional<Posted.Refused> refused(ChatProblem problem, String detail) {
        return Optional.of(new Posted.Refused(problem, detail));
    }
}
