package atrium.files.access;

import atrium.files.problem.UnnamedRoom;
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

    /** Whether they may be in {@code room}; what is in none is for everybody. */
    public boolean mayEnter(@Nullable String room) {
        return refusal(room).isEmpty();
    }

    /** Refuses them, if they may not be in {@code room}, which they have named. */
    public void checkMayEnter(@Nullable String room) {
        Optional<ProblemException> refusal = refusal(room);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** Refuses them what is in {@code room}, if they may not be there, and have named only the thing. */
    public void checkMayHave(@Nullable String room) {
        Optional<ProblemException> refusal = refusal(room);
        if (refusal.isPresent()) {
            throw UnnamedRoom.in(refusal.get());
        }
    }

    private Optional<ProblemException> refusal(@Nullable String room) {
        return room == null ? Optional.empty() : doors.refusal(room);
    }
}
