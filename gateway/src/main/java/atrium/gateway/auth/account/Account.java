package atrium.gateway.auth.account;

import atrium.platform.identity.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person who can sign in.
 *
 * @param id never changes, and is never given to another
 * @param name as {@link AccountName} writes it
 * @param role the highest; it includes the lower ones
 * @param passwordHash with its algorithm, parameters and salt (PHC string format); empty if there is no password
 * @param disabled kept, but cannot sign in
 * @param provider who they are at the provider that they sign in at; null if they have a password instead
 */
public record Account(
        String id,
        String name,
        Role role,
        String passwordHash,
        boolean disabled,
        Instant created,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProviderSubject provider) {

    private static final String NONE = "";

    public Account {
        Objects.requireNonNull(id, "an account without id");
        Objects.requireNonNull(name, "an account without name");
        Objects.requireNonNull(role, "an account without role");
        Objects.requireNonNull(passwordHash, "an account without password hash");
        Objects.requireNonNull(created, "an account without time of creation");
        if (provider != null && !passwordHash.isEmpty()) {
            throw new IllegalArgumentException("an account of a provider with a password");
        }
    }

    static Account withPassword(String id, String name, Role role, String passwordHash, Instant created) {
        return new Account(id, name, role, passwordHash, false, created, null);
    }

    static Account of(ProviderSubject provider, String id, String name, Role role, Instant created) {
        return new Account(id, name, role, NONE, false, created, provider);
    }

    /** Whether a password is what lets them in. */
    public boolean hasPassword() {
        return provider == null;
    }

    Account withName(String next) {
        return new Account(id, next, role, passwordHash, disabled, created, provider);
    }

    public Account withRole(Role next) {
        return new Account(id, name, next, passwordHash, disabled, created, provider);
    }

    public Account withPasswordHash(String next) {
        return new Account(id, name, role, next, disabled, created, provider);
    }

    public Account withDisabled(boolean next) {
        return new Account(id, name, role, passwordHash, next, created, provider);
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
