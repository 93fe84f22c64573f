package atrium.platform.identity;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;

/**
 * Who holds an access token, as its claims have it.
 *
 * @param subject the account's id, or the guest's, which begins with {@code g-}; never a name to show
 * @param name the name to show
 * @param roles those granted, each with the ones it includes; a guest has none
 * @param guest whether it is nobody's account
 * @param rooms those a guest was invited to; empty where there was no invitation
 * @param session in which it has signed in; what that opened ends with it. Empty where it is not known
 */
public record Person(
        String subject, String name, Set<Role> roles, boolean guest, List<String> rooms, String session) {

    public Person {
        roles = Set.copyOf(roles);
        rooms = List.copyOf(rooms);
    }

    public Person(String subject, String name, Set<Role> roles, boolean guest, List<String> rooms) {
        this(subject, name, roles, guest, rooms, "");
    }

    /** The person behind a request; empty for the installation's own tokens, which are nobody's. */
    public static Optional<Person> of(Principal principal) {
        return principal instanceof Authentication known && known.getDetails() instanceof Person person
                ? Optional.of(person)
                : Optional.empty();
    }
}
