package atrium.gateway.auth.invite;

import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.storage.StateFile;
import atrium.platform.problem.PlatformProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The invites that hold: in memory, and in {@code invites.json}, where a change is before it is answered. */
public final class Invites {

    static final int MOST = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Invites.class);

    /** An invite and the one copy of what opens it. */
    public record Issued(Invite invite, SplitToken token) {}

    private final StateFile<InvitesDocument> file;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Map<String, Invite> invites = new ConcurrentHashMap<>();
    private final Object change = new Object();

    private Invites(Path directory, Secrets secrets, InstantSource clock) {
        this.file = new StateFile<>(
                directory,
                "invites.json",
                InvitesDocument.class,
                "Removing it makes every invitation that is out invalid.");
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Reads the file in {@code directory}; both need not be there yet. Waits for the disk. */
    public static Invites open(Path directory, Secrets secrets, InstantSource clock) {
        Invites opened = new Invites(directory, secrets, clock);
        opened.file
                .read()
                .ifPresent(document -> document.invites().forEach(invite -> opened.invites.put(invite.id(), invite)));
        return opened;
    }

    /** Makes an invite. Waits for the disk. */
    public Issued issue(InviteTerms terms) {
        SplitToken token = new SplitToken(secrets.id(), secrets.secret());
        Invite invite =
                new Invite(token.id(), terms.room(), Secrets.digest(token.secret()), terms.uses(), terms.expires());
        synchronized (change) {
            forgetEnded();
            if (invites.size() >= MOST) {
                throw AuthProblem.FULL.with("invites: " + MOST + ", and no more are possible");
            }
            invites.put(invite.id(), invite);
        }
        save();
        return new Issued(invite, token);
    }

    /** Uses the invite that {@code token} opens, once; gives its room. Waits for the disk. */
    public String use(String token) {
        SplitToken given = SplitToken.parse(token).orElseThrow(Invites::ended);
        Invite used;
        synchronized (change) {
            Invite invite = invites.get(given.id());
            if (invite == null || !Secrets.matches(invite.digest(), given.secret()) || !invite.holds(clock.instant())) {
                throw ended();
            }
            used = invite.used();
            invites.put(used.id(), used);
        }
        save();
        return used.room();
    }

    /** Those that hold, the first to end first. */
    public List<Invite> all() {
        Instant now = clock.instant();
        return invites.values().stream()
                .filter(invite -> invite.holds(now))
                .sorted(Comparator.comparing(Invite::expires).thenComparing(Invite::id))
                .toList();
    }

    /** Takes an invite back. Waits for the disk. */
    public void remove(String id) {
        if (invites.remove(id) == null) {
            throw PlatformProblem.NOT_FOUND.with("There is no invite of this id.");
        }
        save();
    }

    private void forgetEnded() {
        Instant now = clock.instant();
        invites.values().removeIf(invite -> !invite.holds(now));
    }

    private static RuntimeException ended() {
        return AuthProblem.INVITE_ENDED.with("It has been used, has expired, or was taken back. Ask for another.");
    }

    private void save() {
        try {
            file.save(() -> new InvitesDocument(InvitesDocument.VERSION, all()));
        } catch (IOException e) {
            log.error("{} cannot be written; a restart would forget the last change", file, e);
            throw AuthProblem.NOT_SAVED.with("The change holds, but a restart would forget it. See the log.");
        }
    }
}
