package atrium.files.protocol.rufh;

import atrium.files.problem.FileProblem;
import atrium.platform.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The header fields of the draft, "State". A field that is not of its type is ignored, as the draft demands.
 */
final class RufhHeaders {

    static final String OFFSET = "Upload-Offset";
    static final String COMPLETE = "Upload-Complete";
    static final String INCOMPLETE = "Upload-Incomplete";
    static final String LENGTH = "Upload-Length";
    static final String LIMIT = "Upload-Limit";
    static final String ACCEPT_PATCH = "Accept-Patch";

    /** RFC 9530. */
    static final String REPR_DIGEST = "Repr-Digest";

    static final String CONTENT_DIGEST = "Content-Digest";

    static final String PARTIAL_UPLOAD = "application/partial-upload";

    private RufhHeaders() {}

    /** Whether the request completes its upload, which every creation and append must say. */
    static boolean completes(HttpHeaders headers, InteropVersion version) {
        String name = version.saysIncomplete() ? INCOMPLETE : COMPLETE;
        if (item(headers, name).orElse(null) instanceof BareItem.Bool said) {
            return said.value() != version.saysIncomplete();
        }
        throw missing(name, "?0 or ?1", headers.getFirst(name));
    }

    static void complete(HttpHeaders response, InteropVersion version, boolean complete) {
        if (version.saysIncomplete()) {
            response.set(INCOMPLETE, complete ? "?0" : "?1");
        } else {
            response.set(COMPLETE, complete ? "?1" : "?0");
        }
    }

    static long requiredOffset(HttpHeaders headers) {
        return offset(headers).orElseThrow(() -> missing(OFFSET, "a number of bytes", headers.getFirst(OFFSET)));
    }

    static OptionalLong offset(HttpHeaders headers) {
        return count(headers, OFFSET);
    }

    static OptionalLong length(HttpHeaders headers) {
        return count(headers, LENGTH);
    }

    /** The SHA-256 in a digest field, in hexadecimal; {@code null} if it names none. */
    static @Nullable String sha256(HttpHeaders headers, String name) {
        List<String> lines = headers.getOrDefault(name, List.of());
        Map<String, BareItem> digests = StructuredField.dictionary(lines).orElse(Map.of());
        return digests.get("sha-256") instanceof BareItem.Bytes bytes ? bytes.hex() : null;
    }

    static boolean isPartialUpload(HttpHeaders headers) {
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(PARTIAL_UPLOAD);
    }

    private static OptionalLong count(HttpHeaders headers, String name) {
        return item(headers, name).orElse(null) instanceof BareItem.Int count && count.value() >= 0
                ? OptionalLong.of(count.value())
                : OptionalLong.empty();
    }

    private static Optional<BareItem> item(HttpHeaders headers, String name) {
        return StructuredField.item(headers.getOrDefault(name, List.of()));
    }

    private static ProblemException missing(String name, String expected, @Nullable String value) {
        String shown = value == null ? "none" : value.substring(0, Math.min(40, value.length()));
        return FileProblem.BAD_REQUEST.with(name + ": " + shown + " (expected: " + expected + ")");
    }
}
