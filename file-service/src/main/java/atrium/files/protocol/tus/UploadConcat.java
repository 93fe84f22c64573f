package atrium.files.protocol.tus;

import atrium.files.catalog.FileId;
import atrium.files.problem.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code Upload-Concat} of tus 1.0.0, "Concatenation": what an upload is for. */
sealed interface UploadConcat {

    /** Becomes a file by itself; there is no such header. */
    record Whole() implements UploadConcat {}

    /** Becomes a piece of a file. */
    record Partial() implements UploadConcat {}

    /**
     * Is put together of pieces.
     *
     * @param said the header's value as it came, which HEAD tells again
     */
    record Final(List<FileId> pieces, String said) implements UploadConcat {}

    String PARTIAL = "partial";

    /** More than any client uses at once, and few enough for a header. */
    int MAX_PIECES = 100;

    static UploadConcat parse(@Nullable String header) {
        if (header == null) {
            return new Whole();
        }
        if (header.equals(PARTIAL)) {
            return new Partial();
        }
        if (header.startsWith(Syntax.FINAL)) {
            return new Final(Syntax.pieces(header.substring(Syntax.FINAL.length())), header);
        }
        throw FileProblem.BAD_REQUEST.with(TusHeaders.CONCAT + ": " + TusHeaders.shown(header) + " (expected: "
                + PARTIAL + ", or " + Syntax.FINAL + " and the URLs of partial uploads)");
    }

    /** How the list of a final upload is read. */
    final class Syntax {

        private static final String FINAL = "final;";

        /** "Absolute or relative": under whatever name the client knows this server. */
        private static final Pattern URL = Pattern.compile("(?:(?i:https?)://[^/?#]+)?/files/([^/]+)");

        private Syntax() {}

        private static List<FileId> pieces(String list) {
            String[] urls = list.strip().split(" +");
            if (urls.length > MAX_PIECES) {
                throw FileProblem.NOT_A_PIECE.with(
                        "It names " + urls.length + " uploads (allowed: " + MAX_PIECES + ")");
            }
            List<FileId> ids = new ArrayList<>(urls.length);
            for (String url : urls) {
                ids.add(piece(url));
            }
            return ids;
        }

        private static FileId piece(String url) {
            Matcher matcher = URL.matcher(url);
            String id = matcher.matches() ? matcher.group(1) : "";
            return FileId.parse(id)
                    .orElseThrow(() -> FileProblem.NOT_A_PIECE.with(
                            "\"" + TusHeaders.shown(url) + "\" is no upload of this server (expected: /files/ID)"));
        }
    }
}
