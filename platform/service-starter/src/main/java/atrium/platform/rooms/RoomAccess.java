package atrium.platform.rooms;

import atrium.platform.identity.Person;
import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemException;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Who may be in which room. A private one is open to whoever has an account, to guests who were invited to it, and to the
 * installation's own tokens. Where rooms are listed it is left out for all others. Any thread.
 */
public final class RoomAccess {

    private final Supplier<RoomsProperties> properties;

    /** @param properties as configured now */
    public RoomAccess(Supplier<RoomsProperties> properties) {
        this.properties = properties;
    }

    /** @param who nobody, where there was no token */
    public boolean isOpenTo(@Nullable Principal who, String room) {
        return !properties.get().isPrivate(room) || isKnownIn(who, room);
    }

    /**
     * Whether {@code who} is more than a passer-by in {@code room}, be it private or not: has an account, was invited to
     * it, or is the installation's own.
     */
    public static boolean isKnownIn(@Nullable Principal who, String room) {
        return who != null
                && Person.of(who)
                        .map(person -> !person.guest() || isInvited(person, room))
                        .orElse(true); // the installation's own
    }

    private static boolean isInvited(Person guest, String room) {
        String name = RoomPattern.normalized(room);
        return guest.rooms().stream().map(RoomPattern::normalized).anyMatch(name::equals);
    }

    /** Why {@code who} may not be in {@code room}: 401 without a token, else 403; empty if nothing speaks against it. */
    public Optional<ProblemException> refusal(@Nullable Principal who, String room) {
        if (isOpenTo(who, room)) {
            return Optional.empty();
        }
        String detail = "\"%s\" is private: sign in, or open the link of an invitation.".formatted(room);
        return Optional.of(
                who == null
                        ? PlatformProblem.UNAUTHENTICATED.with(detail).header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                        : PlatformProblem.ROOM_PRIVATE.with(detail));
    }
}
