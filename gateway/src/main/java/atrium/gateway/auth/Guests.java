package atrium.gateway.auth;

import atrium.gateway.auth.invite.Invites;
import atrium.gateway.auth.session.Refreshed;
import atrium.gateway.auth.session.Session;
import atrium.gateway.auth.session.Sessions;
import atrium.gateway.auth.token.AccessClaims;
import atrium.platform.problem.PlatformProblem;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Without an account: a session of a day, so that a guest stays the same one, and may be invited. Waits for the disk. */
final class Guests {

    private static final String NAMELESS = "guest";
    private static final int LONGEST = 32;

    private final Sessions sessions;
    private final Invites invites;
    private final Grants grants;
    private final Attempts attempts;

    Guests(Sessions sessions, Invites invites, Grants grants, Attempts attempts) {
        this.sessions = sessions;
        this.invites = invites;
        this.grants = grants;
        this.attempts = attempts;
    }

    /**
     * Lets a guest in, or a guest that is in already into one more room.
     *
     * @param caller who asks, null if nobody yet
     * @param invite what was in the link, null if there was none
     */
    Grant enter(@Nullable AccessClaims caller, @Nullable String name, @Nullable String invite, String address) {
        if (caller != null && !caller.guest()) {
            throw PlatformProblem.BAD_REQUEST.with("You are signed in, and would not be any more. Sign out first.");
        }
        attempts.takeFrom(address);
        String shown = nameOf(name);
        List<String> rooms = invite == null ? List.of() : List.of(invites.use(invite));
        Optional<Session> known = caller != null && caller.guest() && !rooms.isEmpty()
                ? sessions.invite(caller.session(), rooms.getFirst())
                : Optional.empty();
        if (known.isPresent()) {
            return grants.ofGuest(known.get(), null);
        }
        Refreshed.Rotated begun = sessions.beginGuest(shown, rooms);
        return grants.ofGuest(begun.session(), begun.next());
    }

    private static String nameOf(@Nullable String name) {
        String shown = name == null
                ? ""
                : Normalizer.normalize(name, Normalizer.Form.NFC).strip();
        int length = shown.codePointCount(0, shown.length());
        if (length > LONGEST || shown.codePoints().anyMatch(Guests::isInvisible)) {
            throw PlatformProblem.BAD_REQUEST.with(
                    "name: expected at most " + LONGEST + " characters that can be seen");
        }
        return shown.isEmpty() ? NAMELESS : shown;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
