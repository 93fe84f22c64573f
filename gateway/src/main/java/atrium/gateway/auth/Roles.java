package atrium.gateway.auth;

import atrium.platform.identity.Role;
import atrium.platform.problem.PlatformProblem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Roles as they are on the wire: lower-case names, each with those that it includes. */
final class Roles {

    private Roles() {}

    static List<String> upTo(Role highest) {
        return Arrays.stream(Role.values())
                .filter(role -> role.compareTo(highest) <= 0)
                .map(Roles::name)
                .toList();
    }

    /** The highest of {@code names}, which includes the others whether they are named or not. */
    static Role highest(List<String> names) {
        return names.stream()
                .map(Roles::named)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> PlatformProblem.BAD_REQUEST.with("roles: none (expected: at least member)"));
    }

    private static Role named(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> name(role).equals(name))
                .findFirst()
                .orElseThrow(() -> PlatformProblem.BAD_REQUEST.with(
                        "roles: one is unknown (expected: " + String.join(", ", upTo(Role.ADMIN)) + ")"));
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
