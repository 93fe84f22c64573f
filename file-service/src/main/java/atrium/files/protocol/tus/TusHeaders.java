package atrium.files.protocol.tus;

import atrium.files.problem.FileProblem;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The header fields of tus 1.0.0, "Headers", and how their values are read. */
final class TusHeaders {

    static final String RESUMABLE = "Tus-Resumable";
    static final String VERSION = "Tus-Version";
    static final String EXTENSION = "Tus-Extension";
    static final String MAX_SIZE = "Tus-Max-Size";
    static final String CHECKSUM_ALGORITHM = "Tus-Checksum-Algorithm";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String DEFER_LENGTH = "Upload-Defer-Length";
    static final String METADATA = "Upload-Metadata";
    static final String CHECKSUM = "Upload-Checksum";
    static final String CONCAT = "Upload-Concat";
    static final String EXPIRES = "Upload-Expires";

    static final String SPOKEN = "1.0.0";
    static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation";
    static final String CONTENT_TYPE = "application/offset+octet-stream";

    private TusHeaders() {}

    /** A number that the request must carry. */
    static long required(HttpHeaders headers, String name) {
        return optional(headers, name)
                .orElseThrow(() -> FileProblem.BAD_REQUEST.with(name + " is missing (expected: a number of bytes)"));
    }

    static OptionalLong optional(HttpHeaders headers, String name) {
        String value = single(headers, name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(number(name, value));
    }

    /** The only value there is. Of two, nobody can say which one whoever is in between went by. */
    static @Nullable String single(HttpHeaders headers, String name) {
        List<String> values = headers.getOrEmpty(name);
        if (values.size() > 1) {
            throw FileProblem.BAD_REQUEST.with(name + " is there " + values.size() + " times (expected: once)");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** "A non-negative integer": digits only, and few enough for a long. */
    private static long number(String name, String value) {
        if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw FileProblem.BAD_REQUEST.with(name + ": " + shown(value) + " (expected: a number of bytes)");
        }
        return Long.parseLong(value);
    }

    static boolean isChunk(HttpHeaders headers) {
        return CONTENT_TYPE.equalsIgnoreCase(single(headers, HttpHeaders.CONTENT_TYPE));
    }

    static RuntimeException notAChunk(HttpHeaders headers) {
        return FileProblem.WRONG_CONTENT_TYPE.with("Content-Type: " + shown(headers.getFirst(HttpHeaders.CONTENT_TYPE))
                + " (expected: " + CONTENT_TYPE + ")");
    }

    static String shown(@Nullable String value) {
        return value == null ? "none" : value.substring(0, Math.min(40, value.length()));
    }
}
