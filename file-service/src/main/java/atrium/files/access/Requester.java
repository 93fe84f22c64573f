package atrium.files.access;

import atrium.platform.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as far as files care.
 *
 * @param rank what they may
 * @param subject the account, which owns what it uploads; {@code null} for a guest
 * @param name how the account is called, where that is not {@code subject}
 * @param doors which rooms they may put files into, and get those of
 */
public record Requester(
        Rank rank, @Nullable String subject, @Nullable String name, Doors doors) {

    /** Whom the operator lets in without a name, and has chosen a room for: a guest, and every room is open. */
    public static final Requester TRUSTED_GUEST = new Requester(Rank.GUEST, null);

    /** Somebody to whom every room is open. */
    public Requester(Rank rank, @Nullable String subject) {
        this(rank, subject, null, Doors.OPEN);
    }

    /** Each may do what the ones before may. */
    public enum Rank {
        GUEST,
        MEMBER,
        MODERATOR
    }

    public boolean isGuest() {
        return rank == Rank.GUEST;
    }

    /** May delete anybody's file. */
    public boolean mayModerate() {
        return rank == Rank.MODERATOR;
    }

    /** Why they may not be in {@code room}; empty if they may, and for what is in no room. */
    public Optional<ProblemException> refusal(@Nullable String room) {
        return room == null ? Optional.empty() : doors.refusal(room);
    }

    /** Refuses them, if they may not be in {@code room}. */
    public void checkMayEnter(@Nullable String room) {
        Optional<ProblemException> refusal = refusal(room);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** Whether they may be in {@code room}. */
    public boolean mayEnter(@Nullable String room) {
        return refusal(room).isEmpty();
    }
}
