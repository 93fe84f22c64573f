package atrium.gateway.auth.account;

import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.storage.StateFile;
import atrium.platform.identity.Role;
import atrium.platform.problem.PlatformProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everyone who has an account: in memory, and in {@code accounts.json}, where a change is before it is answered. Any
 * thread may read; changes are made one at a time.
 */
public final class Accounts {

    /** A file that is read and written whole is no place for more. */
    static final int MOST = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private final StateFile<AccountsDocument> file;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Map<String, Account> byId = new ConcurrentHashMap<>();
    private final Map<String, Account> byName = new ConcurrentHashMap<>();
    private final Object change = new Object();

    private Accounts(Path directory, Secrets secrets, InstantSource clock) {
        this.file = new StateFile<>(
                directory,
                "accounts.json",
                AccountsDocument.class,
                "Remove it only if every account may be lost: the first admin is made anew then.");
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Reads the file in {@code directory}; both need not be there yet. Waits for the disk. */
    public static Accounts open(Path directory, Secrets secrets, InstantSource clock) {
        Accounts opened = new Accounts(directory, secrets, clock);
        opened.file.read().ifPresent(document -> document.accounts().forEach(opened::keep));
        return opened;
    }

    public boolean isEmpty() {
        return byId.isEmpty();
    }

    public Optional<Account> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @param name however it is written */
    public Optional<Account> named(String name) {
        return Optional.ofNullable(byName.get(AccountName.normalized(name)));
    }

    public List<Account> all() {
        return byId.values().stream()
                .sorted(Comparator.comparing(Account::name))
                .toList();
    }

    /** Makes an account. Waits for the disk. */
    public Account create(String name, Role role, String passwordHash) {
        Account account = new Account(secrets.id(), AccountName.of(name), role, passwordHash, false, clock.instant());
        synchronized (change) {
            if (byName.containsKey(account.name())) {
                throw AuthProblem.NAME_TAKEN.with("There is an account of this name.");
            }
            if (byId.size() >= MOST) {
                throw AuthProblem.FULL.with("accounts: " + MOST + ", and no more are possible");
            }
            keep(account);
        }
        save();
        return account;
    }

    /** Replaces the account {@code id} by what {@code next} makes of it. Waits for the disk. */
    public Account update(String id, UnaryOperator<Account> next) {
        Account updated;
        synchronized (change) {
            Account current = existing(id);
            updated = next.apply(current);
            mindLastAdmin(current, updated.administers());
            keep(updated);
        }
        save();
        return updated;
    }

    /** Waits for the disk. */
    public void remove(String id) {
        synchronized (change) {
            Account current = existing(id);
            mindLastAdmin(current, false);
            byId.remove(id);
            byName.remove(current.name());
        }
        save();
    }

    private Account existing(String id) {
        return withId(id).orElseThrow(() -> PlatformProblem.NOT_FOUND.with("There is no account of this id."));
    }

    private void mindLastAdmin(Account current, boolean staysAdmin) {
        if (current.administers()
                && !staysAdmin
                && byId.values().stream().filter(Account::administers).count() == 1) {
            throw AuthProblem.LAST_ADMIN.with(current.name() + " is the only admin. Make another one first.");
        }
    }

    private void keep(Account account) {
        byId.put(account.id(), account);
        byName.put(account.name(), account);
    }

    private void save() {
        try {
            file.save(() -> new AccountsDocument(AccountsDocument.VERSION, all()));
        } catch (IOException e) {
            log.error("{} cannot be written; a restart would forget the last change", file, e);
            throw AuthProblem.NOT_SAVED.with("The change holds, but a restart would forget it. See the log.");
        }
    }
}
