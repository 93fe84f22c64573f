package atrium.gateway.auth.oidc;

import atrium.platform.identity.Role;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which values of the provider's give which role; of several the highest counts. By role, because the values may have any
 * characters, and a key of the configuration may not.
 */
public record RoleValues(
        @DefaultValue List<String> member,
        @DefaultValue List<String> moderator,
        @DefaultValue List<String> admin) {

    public RoleValues {
        member = List.copyOf(member);
        moderator = List.copyOf(moderator);
        admin = List.copyOf(admin);
    }

    Optional<Role> highestOf(Collection<String> values) {
        if (!Collections.disjoint(admin, values)) {
            return Optional.of(Role.ADMIN);
        }
        if (!Collections.disjoint(moderator, values)) {
            return Optional.of(Role.MODERATOR);
        }
        return Collections.disjoint(member, values) ? Optional.empty() : Optional.of(Role.MEMBER);
    }
}
