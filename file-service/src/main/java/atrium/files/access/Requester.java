package atrium.files.access;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, as far as files care.
 *
 * @param rank what they may
 * @param subject the account, which owns what it uploads; {@code null} for a guest
 * @param name how the account is called, where that is not {@code subject}
 */
public record Requester(
        Rank rank, @Nullable String subject, @Nullable String name) {

    /** Somebody who has not signed in. */
    public static final Requester GUEST = new Requester(Rank.GUEST, null);

    public Requester(Rank rank, @Nullable String subject) {
        this(rank, subject, null);
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
}
