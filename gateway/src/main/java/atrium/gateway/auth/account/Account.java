package atrium.gateway.auth.account;

import atrium.platform.identity.Role;
import java.time.Instant;
import java.util.Objects;

/**
 * A person who can sign in.
 *
 * @param id never changes, and is never given to another
 * @param name as {@link AccountName} writes it
 * @param role the highest; it includes the lower ones
 * @param passwordHash with its algorithm, parameters and salt (PHC string format)
 * @param disabled kept, but cannot sign in
 */
public record Account(String id, String name, Role role, String passwordHash, boolean disabled, Instant created) {

    public Account {
        Objects.requireNonNull(id, "an account without id");
        Objects.requireNonNull(name, "an account without name");
        Objects.requireNonNull(role, "an account without role");
        Objects.requireNonNull(passwordHash, "an account without password hash");
        Objects.requireNonNull(created, "an account without time of creation");
    }

    public Account withRole(Role next) {
        return new Account(id, name, next, passwordHash, disabled, created);
    }

    public Account withPasswordHash(String next) {
        return new Account(id, name, role, next, disabled, created);
    }

    public Account withDisabled(boolean next) {
        return new Account(id, name, role, passwordHash, next, created);
    }

    boolean administers() {
        return role == Role.ADMIN && !disabled;
    }

    /** Without the hash, which must not reach a log. */
    @Override
    public String toString() {
        return "Account[" + name + ", " + role + (disabled ? ", disabled]" : "]");
    }
}
