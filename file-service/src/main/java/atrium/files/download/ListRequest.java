package atrium.files.download;

import atrium.files.access.Requester;
import atrium.files.catalog.StoredFile;
import atrium.files.problem.FileProblem;
import atrium.files.upload.RoomName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which files are listed: a room's, an account's own, or those that are both; and which of them.
 *
 * @param room only this room's
 * @param owner only this account's
 * @param limit how many at most
 * @param before only what comes after this place in the list
 */
record ListRequest(
        @Nullable String room,
        @Nullable String owner,
        int limit,
        @Nullable ListPlace before) {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;
    private static final String OWN = "me";

    static ListRequest of(MultiValueMap<String, String> query, Requester who) {
        String room = room(query.getFirst("room"), who);
        String owner = owner(query.getFirst("owner"), who);
        if (room == null && owner == null) {
            throw FileProblem.BAD_ROOM.with("Which room? (expected: /files?room=NAME or /files?owner=me)");
        }
        String before = query.getFirst("before");
        return new ListRequest(
                room, owner, limit(query.getFirst("limit")), before == null ? null : ListPlace.parse(before));
    }

    boolean takes(StoredFile file) {
        return (room == null || room.equals(file.info().room()))
                && (owner == null || owner.equals(file.info().owner()))
                && (before == null || before.isBefore(file));
    }

    /** A {@code Link} (RFC 8288) to what follows {@code last}, the last file of this page. */
    String linkToNext(StoredFile last) {
        UriComponentsBuilder next = UriComponentsBuilder.fromPath("/files");
        if (room != null) {
            next.queryParam("room", "{room}");
        }
        if (owner != null) {
            next.queryParam("owner", OWN);
        }
        String uri = next.queryParam("limit", limit)
                .queryParam("before", ListPlace.of(last))
                .encode()
                .buildAndExpand(Objects.requireNonNullElse(room, ""))
                .toUriString();
        return '<' + uri + ">; rel=\"next\"";
    }

    private static @Nullable String room(@Nullable String named, Requester who) {
        String room = named == null ? null : RoomName.of(named);
        who.checkMayEnter(room);
        return room;
    }

    private static @Nullable String owner(@Nullable String owner, Requester who) {
        if (owner == null) {
            return null;
        }
        if (!owner.equals(OWN)) {
            throw FileProblem.BAD_LIST.with("owner: expected \"" + OWN + "\"; others' files are listed by room only");
        }
        String subject = who.subject();
        if (subject == null) {
            throw FileProblem.SIGN_IN_FIRST
                    .with("A guest has no files of its own; sign in, or list a room's.")
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return subject;
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) {
            return USUAL;
        }
        try {
            int wanted = Integer.parseInt(limit);
            if (wanted >= 1 && wanted <= MOST) {
                return wanted;
            }
        } catch (NumberFormatException e) {
            // as one that is out of range
        }
        throw FileProblem.BAD_LIST.with("limit: expected 1 to " + MOST);
    }
}
