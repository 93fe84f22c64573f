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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everyone who has an account: in memory, and in {@code accounts.json}, where a change is before it is answered. Any
 * thread may read; changes are made one at a time.
 */
public final class Accounts {

    /** A file that is read and written whole is no place for more. */
    static final int MOST = 10_000;

    /** Of somebody who has no name that could be used. */
    private static final int UNNAMED_DIGITS = 8;

    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private final StateFile<AccountsDocument> file;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Map<String, Account> byId = new ConcurrentHashMap<>();
    private final Map<String, Account> byName = new ConcurrentHashMap<>();
    private final Map<ProviderSubject, Account> byProvider = new ConcurrentHashMap<>();
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
        Account account = Account.withPassword(secrets.id(), AccountName.of(name), role, passwordHash, clock.instant());
        synchronized (change) {
            if (byName.containsKey(account.name())) {
                throw AuthProblem.NAME_TAKEN.with("There is an account of this name.");
            }
            mindMost();
            keep(account);
        }
        save();
        return account;
    }

    public Optional<Account> of(ProviderSubject subject) {
        return Optional.ofNullable(byProvider.get(subject));
    }

    /**
     * The account of {@code subject}, with what the provider says now; made, if there is none. The provider's word holds
     * even for the last admin. Never the account of another, though it has the same name. Waits for the disk.
     *
     * @param name as the provider writes it; the account's is what can be made of it, and is nobody else's
     * @param role null: the account keeps its own, and a new one is a member's
     */
    public Account admit(ProviderSubject subject, String name, @Nullable Role role) {
        Account known;
        Account admitted;
        synchronized (change) {
            known = byProvider.get(subject);
            admitted = known == null ? made(subject, name, role) : known.withName(nameFor(subject, name));
            admitted = role == null ? admitted : admitted.withRole(role);
            if (known != null && !known.name().equals(admitted.name())) {
                byName.remove(known.name());
            }
            keep(admitted);
        }
        if (!admitted.equals(known)) {
            save();
        }
        return admitted;
    }

    private Account made(ProviderSubject subject, String name, @Nullable Role role) {
        mindMost();
        return Account.of(
                subject, secrets.id(), nameFor(subject, name), role == null ? Role.MEMBER : role, clock.instant());
    }

    /** The first that is free, or theirs already. */
    private String nameFor(ProviderSubject subject, String name) {
        String otherwise = "user-" + Secrets.digest(subject.toString()).substring(0, UNNAMED_DIGITS);
        for (int i = 1; ; i++) {
            String candidate = AccountName.near(name, otherwise, i);
            Account owner = byName.get(candidate);
            if (owner == null || subject.equals(owner.provider())) {
                return candidate;
            }
        }
    }

    private void mindMost() {
        if (byId.size() >= MOST) {
            throw AuthProblem.FULL.with("accounts: " + MOST + ", and no more are possible");
        }
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
            if (current.provider() != null) {
                byProvider.remove(current.provider());
            }
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
        if (account.provider() != null) {
            byProvider.put(account.provider(), account);
        }
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
