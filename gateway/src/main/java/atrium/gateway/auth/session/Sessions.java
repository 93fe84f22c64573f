package atrium.gateway.auth.session;

import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.storage.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is signed in: in memory, and in {@code sessions.json}, so that a restart signs nobody out. Of refresh tokens only
 * digests are kept.
 *
 * <p>A session that ends leaves its id behind until its last access token has expired, so that {@link #isOver} refuses
 * those at once. Reading takes no lock; changes are made one at a time and are on the disk when they return. If the disk
 * refuses, they hold until a restart, and the log says so: better than to keep everyone out.
 */
public final class Sessions {

    /** Beyond it the guest who was longest away has to come again; if there is none, whoever was. */
    static final int MOST = 10_000;

    /** Of one account: browsers, not people. */
    static final int MOST_OF_ONE = 20;

    /** How much longer than it says an access token is good, and more. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final StateFile<SessionsDocument> file;
    private final Supplier<SessionLifetimes> lifetimes;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final EndedSessions ended = new EndedSessions();
    private final List<Consumer<SessionOver>> listeners = new CopyOnWriteArrayList<>();
    private final Object change = new Object();

    private Sessions(Path directory, Supplier<SessionLifetimes> lifetimes, Secrets secrets, InstantSource clock) {
        this.file = new StateFile<>(
                directory,
                "sessions.json",
                SessionsDocument.class,
                "Removing it signs everyone out, and costs nothing else.");
        this.lifetimes = lifetimes;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Reads the file in {@code directory}; both need not be there yet. Waits for the disk. */
    public static Sessions open(
            Path directory, Supplier<SessionLifetimes> lifetimes, Secrets secrets, InstantSource clock) {
        Sessions opened = new Sessions(directory, lifetimes, secrets, clock);
        opened.file.read().ifPresent(opened::restore);
        return opened;
    }

    private void restore(SessionsDocument document) {
        document.sessions().forEach(session -> sessions.put(session.id(), session));
        ended.restore(document.ended());
    }

    /** Begins a session of the account {@code subject}. Waits for the disk. */
    public Refreshed.Rotated begin(String subject) {
        return begin(subject, null, false, List.of());
    }

    /** Begins a session of a guest, who is given an id. Waits for the disk. */
    public Refreshed.Rotated beginGuest(String name, List<String> rooms) {
        return begin("g-" + secrets.id(), name, true, rooms);
    }

    private Refreshed.Rotated begin(String subject, @Nullable String guestName, boolean guest, List<String> rooms) {
        Instant now = clock.instant();
        SplitToken token = new SplitToken(secrets.id(), secrets.secret());
        Session session = new Session(
                token.id(), subject, guestName, guest, rooms, now, now, Secrets.digest(token.secret()), null);
        synchronized (change) {
            makeRoomFor(session, now);
            sessions.put(session.id(), session);
        }
        save();
        return new Refreshed.Rotated(session, token);
    }

    /** Takes a refresh token and gives the next. Waits for the disk. */
    public Refreshed refresh(SplitToken token) {
        Refreshed refreshed;
        synchronized (change) {
            refreshed = of(token.id()).map(session -> refreshed(session, token)).orElseGet(Refreshed.Unknown::new);
        }
        if (refreshed instanceof Refreshed.Rotated || refreshed instanceof Refreshed.Reused) {
            save();
        }
        return refreshed;
    }

    private Refreshed refreshed(Session session, SplitToken token) {
        Instant now = clock.instant();
        if (Secrets.matches(session.current(), token.secret())) {
            SplitToken next = new SplitToken(session.id(), secrets.secret());
            Session rotated = session.rotated(Secrets.digest(next.secret()), now);
            sessions.put(session.id(), rotated);
            return new Refreshed.Rotated(rotated, next);
        }
        String former = session.former();
        boolean late = former != null
                && Secrets.matches(former, token.secret())
                && now.isBefore(session.used().plus(lifetimes.get().grace()));
        if (late) {
            return new Refreshed.Late(session);
        }
        forget(session, now);
        return new Refreshed.Reused();
    }

    /** Invites the guest of the session {@code id} to {@code room}; empty if it is over. Waits for the disk. */
    public Optional<Session> invite(String id, String room) {
        Optional<Session> invited;
        synchronized (change) {
            invited = of(id).map(session -> session.invitedTo(room));
            invited.ifPresent(session -> sessions.put(id, session));
        }
        save();
        return invited;
    }

    /** The session {@code id}, unless it is over. */
    public Optional<Session> of(String id) {
        Instant now = clock.instant();
        return Optional.ofNullable(sessions.get(id)).filter(session -> now.isBefore(end(session)));
    }

    /** Whether {@code token} is the current one of its session. */
    public boolean isCurrent(SplitToken token) {
        return of(token.id())
                .filter(session -> Secrets.matches(session.current(), token.secret()))
                .isPresent();
    }

    /** Whether the session {@code id} was ended while its access tokens had not expired. */
    public boolean isOver(String id) {
        return ended.contains(id, clock.instant());
    }

    /** Tells {@code listener} of each session that is ended from now on; it must not wait. */
    public void whenOver(Consumer<SessionOver> listener) {
        listeners.add(listener);
    }

    /** Ends the session {@code id}, if there is one. Waits for the disk. */
    public void end(String id) {
        endIf(session -> session.id().equals(id));
    }

    /** Ends the sessions of the account {@code subject}, but for the one that is called {@code kept}. Waits for the disk. */
    public void endAllOf(String subject, @Nullable String kept) {
        endIf(session -> session.subject().equals(subject) && !session.id().equals(kept));
    }

    /** How many there are, those that have not been used for too long included until the next begins. */
    public int count() {
        return sessions.size();
    }

    private void endIf(Predicate<Session> over) {
        synchronized (change) {
            Instant now = clock.instant();
            sessions.values().stream().filter(over).toList().forEach(session -> forget(session, now));
        }
        save();
    }

    private void forget(Session session, Instant now) {
        sessions.remove(session.id());
        ended.add(session.id(), now, now.plus(lifetimes.get().token()).plus(SKEW));
        listeners.forEach(listener -> listener.accept(new SessionOver(session.id())));
    }

    private Instant end(Session session) {
        SessionLifetimes current = lifetimes.get();
        Instant whole = session.begun().plus(session.guest() ? current.guest() : current.whole());
        Instant idle = session.used().plus(current.idle());
        return idle.isBefore(whole) ? idle : whole;
    }

    private void makeRoomFor(Session next, Instant now) {
        Comparator<Session> longestAway = Comparator.comparing(Session::used);
        if (!next.guest()) {
            List<Session> same = sessions.values().stream()
                    .filter(session -> session.subject().equals(next.subject()))
                    .sorted(longestAway)
                    .toList();
            same.stream().limit(Math.max(0, same.size() + 1 - MOST_OF_ONE)).forEach(old -> forget(old, now));
        }
        if (sessions.size() >= MOST) {
            sessions.values().removeIf(session -> !now.isBefore(end(session)));
        }
        if (sessions.size() >= MOST) {
            Comparator<Session> guestsFirst = Comparator.comparing(session -> !session.guest());
            sessions.values().stream()
                    .min(guestsFirst.thenComparing(longestAway))
                    .ifPresent(old -> forget(old, now));
        }
    }

    private void save() {
        try {
            file.save(() -> new SessionsDocument(
                    SessionsDocument.VERSION, new ArrayList<>(sessions.values()), ended.at(clock.instant())));
        } catch (IOException e) {
            log.error("{} cannot be written; a restart would sign people out, or in again", file, e);
        }
    }
}
