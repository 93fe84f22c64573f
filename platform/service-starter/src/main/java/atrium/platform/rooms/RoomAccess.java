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
        return !properties.get().isPrivate(room) || (who != null && mayEnter(who, room));
    }

    private static boolean mayEnter(Principal who, String room) {
        return Person.of(who)
                .map(person -> !person.guest() || person.rooms().contains(room))
                .orElse(true); // the installation's own
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
