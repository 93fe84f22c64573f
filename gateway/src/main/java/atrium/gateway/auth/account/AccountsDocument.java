package atrium.gateway.auth.account;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What {@code accounts.json} says. */
record AccountsDocument(int version, List<Account> accounts) {

    static final int VERSION = 1;

    AccountsDocument {
        if (version != VERSION) {
            throw new IllegalArgumentException("version: " + version + " (expected: " + VERSION + ")");
        }
        accounts = List.copyOf(Objects.requireNonNull(accounts, "no list of accounts"));
        Set<String> taken = new HashSet<>();
        for (Account account : accounts) {
            if (!taken.add("id " + account.id()) || !taken.add("name " + account.name())) {
                throw new IllegalArgumentException("two accounts have the id or the name of " + account.name());
            }
            if (account.provider() != null && !taken.add("provider " + account.provider())) {
                throw new IllegalArgumentException("two accounts are of one person, as " + account.name());
            }
        }
    }
}
