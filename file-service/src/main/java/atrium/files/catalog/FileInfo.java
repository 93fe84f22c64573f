package atrium.files.catalog;

import atrium.files.access.Requester;
import org.jspecify.annotations.Nullable;

/**
 * What an uploader said of a file, checked.
 *
 * @param name its name, without a directory
 * @param type its media type as declared; nobody has looked into the bytes
 * @param room the room that lists it; without one, only who knows the id finds it
 * @param guest whether a guest uploaded it
 * @param owner the account that uploaded it; {@code null} for a guest's
 * @param ownerName how the owner was called then, where that is not {@code owner}
 * @param deleteTokenHash the hash of the token that deletes it
 * @param echo what a tus client is told again; {@code null} where there is nothing to tell
 */
public record FileInfo(
        String name,
        String type,
        @Nullable String room,
        boolean guest,
        @Nullable String owner,
        @Nullable String ownerName,
        String deleteTokenHash,
        @Nullable Echo echo) {

    public FileInfo(
            String name,
            String type,
            @Nullable String room,
            boolean guest,
            @Nullable String owner,
            String deleteTokenHash) {
        this(name, type, room, guest, owner, null, deleteTokenHash, null);
    }

    /** Whether it was put together of others, and is final therefore. */
    public boolean isConcatenated() {
        return echo != null && echo.concat() != null;
    }

    /** Who is said to have uploaded it; {@code null} for a guest. */
    public @Nullable String uploader() {
        return ownerName == null ? owner : ownerName;
    }

    /** Whether it is the file of {@code who}'s account. */
    public boolean isOwnedBy(Requester who) {
        return owner != null && owner.equals(who.subject());
    }
}
