package atrium.files.protocol.rufh;

import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * The iteration of the draft that a client announces ("Draft Version Identification"), and what differs between them:
 *
 * <pre>
 * 3  -01            Upload-Incomplete, which says the opposite of Upload-Complete
 * 4  -02            Upload-Complete
 * 5  -03            104 may tell of progress
 * 6  -04, -05       PATCH must be application/partial-upload; Upload-Limit, with "expires"
 * 7  -06 to -08     "expires" became "max-age"
 * 8  -09 to -12
 * </pre>
 *
 * <p>Clients of versions up to 6 were made beside tusd, where an upload ends with the last byte of a length that was
 * told; tus-js-client 4.3.1 in Node never says ?1 of a file that it sends in chunks. With them it ends so here, too.
 *
 * <p>A client that announces none, or one that is not known here, is answered as by the newest, but gets no 104.
 */
record InteropVersion(int number, boolean announced) {

    static final String HEADER = "Upload-Draft-Interop-Version";

    static final InteropVersion NEWEST = new InteropVersion(8, false);

    private static final int OLDEST = 3;

    static InteropVersion of(HttpHeaders headers) {
        List<String> lines = headers.getOrDefault(HEADER, List.of());
        return StructuredField.item(lines).orElse(null) instanceof BareItem.Int said
                        && said.value() >= OLDEST
                        && said.value() <= NEWEST.number
                ? new InteropVersion((int) said.value(), true)
                : NEWEST;
    }

    boolean saysIncomplete() {
        return number == OLDEST;
    }

    boolean tellsProgress() {
        return number >= 5;
    }

    boolean needsMediaType() {
        return number >= 6;
    }

    /** Whether the last byte of a length that was told completes an upload, although the request says that more comes. */
    boolean endsAtLength() {
        return number <= 6;
    }

    /** The key of {@code Upload-Limit} for the seconds that an upload has left. */
    String ageKey() {
        return number == 6 ? "expires" : "max-age";
    }
}
