package atrium.gateway.auth.account;

import atrium.platform.identity.Role;
import atrium.platform.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the account that all others are made with, where there is none at all. */
public final class FirstAdmin {

    public static final String NAME = "admin";

    private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);

    private FirstAdmin() {}

    /** @param password blank: nobody is made, and the log says how somebody would be */
    public static void make(Accounts accounts, Passwords passwords, String password) {
        if (!accounts.isEmpty()) {
            return;
        }
        if (password.isBlank()) {
            log.info(
                    "nobody has an account. Set ATRIUM_ADMIN_PASSWORD and start again, and there will be one named {};"
                            + " or POST /auth/accounts with the admin token",
                    NAME);
            return;
        }
        try {
            accounts.create(NAME, Role.ADMIN, passwords.hash(password));
        } catch (ProblemException e) {
            throw new IllegalStateException(
                    "atrium.gateway.auth.first-admin-password (ATRIUM_ADMIN_PASSWORD): "
                            + e.getBody().getDetail(),
                    e);
        }
        log.info("made the account {}", NAME);
    }
}
