package atrium.files.upload;

import atrium.files.access.DeleteToken;
import atrium.files.access.Requester;
import atrium.files.catalog.Echo;
import atrium.files.catalog.FileInfo;
import org.jspecify.annotations.Nullable;

/**
 * What an uploader says of the file to come, already cleaned.
 *
 * @param name see {@link FileName}
 * @param type the declared media type
 * @param room the room that shall list it, or {@code null}
 * @param echo what the uploader wants to be told again, or {@code null}
 */
public record Wish(
        String name,
        String type,
        @Nullable String room,
        @Nullable Echo echo) {

    /** Cleans what came over the wire; refuses what cannot be cleaned. */
    public static Wish of(@Nullable String name, @Nullable String type, @Nullable String room) {
        return new Wish(FileName.of(name), MediaTypeName.of(type), RoomName.ofNullable(room), null);
    }

    public Wish echoing(Echo words) {
        return new Wish(name, type, room, words);
    }

    /** What is kept of it as the wish of {@code who}, who gets {@code token}. */
    FileInfo info(Requester who, DeleteToken token) {
        return new FileInfo(name, type, room, who.isGuest(), who.subject(), who.name(), token.hash(), echo);
    }

    Wish in(@Nullable String otherRoom) {
        return new Wish(name, type, otherRoom, echo);
    }

    Wish named(String otherName) {
        return new Wish(otherName, type, room, echo);
    }
}
