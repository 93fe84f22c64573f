package atrium.files.protocol.tus;

import atrium.files.problem.FileProblem;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The header fields of tus 1.0.0, "Headers", and how their numbers are read. */
final class TusHeaders {

    static final String RESUMABLE = "Tus-Resumable";
    static final String VERSION = "Tus-Version";
    static final String EXTENSION = "Tus-Extension";
    static final String MAX_SIZE = "Tus-Max-Size";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String METADATA = "Upload-Metadata";
    static final String EXPIRES = "Upload-Expires";

    static final String SPOKEN = "1.0.0";
    static final String EXTENSIONS = "creation,creation-with-upload,expiration,termination";
    static final String CONTENT_TYPE = "application/offset+octet-stream";

    private TusHeaders() {}

    /** A number that the request must carry. */
    static long required(HttpHeaders headers, String name) {
        return optional(headers, name)
                .orElseThrow(() -> FileProblem.BAD_REQUEST.with(name + " is missing (expected: a number of bytes)"));
    }

    static OptionalLong optional(HttpHeaders headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(number(name, value));
    }

    /** "A non-negative integer": digits only, and few enough for a long. */
    private static long number(String name, String value) {
        if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw FileProblem.BAD_REQUEST.with(name + ": " + shown(value) + " (expected: a number of bytes)");
        }
        return Long.parseLong(value);
    }

    static String shown(@Nullable String value) {
        return value == null ? "none" : value.substring(0, Math.min(40, value.length()));
    }
}
