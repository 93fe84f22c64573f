package atrium.gateway.auth.invite;

import atrium.platform.problem.PlatformProblem;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a new invite is to be: into which room, how often, how long. */
public record InviteTerms(String room, int uses, Instant expires) {

    static final int MOST_USES = 1_000;
    static final Duration LONGEST = Duration.ofDays(90);
    private static final Duration USUAL = Duration.ofDays(7);

    /** As the services name rooms: letters of any script, their marks, digits, and three signs. */
    private static final Pattern ROOM = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}_.-]{1,64}");

    /** Reads what was asked for; once and for a week, where nothing is said. */
    public static InviteTerms of(
            @Nullable String room, @Nullable Integer uses, @Nullable Instant expires, Instant now) {
        String name = room == null ? "" : Normalizer.normalize(room, Normalizer.Form.NFC);
        if (!ROOM.matcher(name).matches()) {
            throw PlatformProblem.BAD_REQUEST.with("room: expected 1 to 64 letters, digits, '-', '_' or '.'");
        }
        int most = uses == null ? 1 : uses;
        if (most < 1 || most > MOST_USES) {
            throw PlatformProblem.BAD_REQUEST.with("uses: " + most + " (expected: 1 to " + MOST_USES + ")");
        }
        Instant end = expires == null ? now.plus(USUAL) : expires;
        if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
            throw PlatformProblem.BAD_REQUEST.with(
                    "expires: " + end + " (expected: in the future, and within " + LONGEST.toDays() + " days)");
        }
        return new InviteTerms(name, most, end);
    }
}
