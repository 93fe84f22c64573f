package atrium.files.protocol.tus;

import atrium.files.problem.FileProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code Upload-Metadata} of tus 1.0.0, "Creation": pairs joined by commas, each a key, a space and the value in Base64;
 * the value may be missing. Keys are ASCII without space or comma, and unique.
 */
record UploadMetadata(Map<String, String> values) {

    /** Several times what a name of 255 bytes, a type and a room need; it is kept as long as the file. */
    private static final int MAX_LENGTH = 4 * 1024;

    /** "SHOULD be ASCII"; here they are, because the header is told again as it came. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x2B\\x2D-\\x7E]+");

    static UploadMetadata parse(@Nullable String header) {
        Map<String, String> values = new LinkedHashMap<>();
        if (header == null || header.isBlank()) {
            return new UploadMetadata(values);
        }
        if (header.length() > MAX_LENGTH) {
            throw bad("it has " + header.length() + " characters (allowed: " + MAX_LENGTH + ")");
        }
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", -1);
            if (parts.length > 2 || !KEY.matcher(parts[0]).matches()) {
                throw bad("a pair is a key in ASCII, a space and a value in Base64");
            }
            if (values.putIfAbsent(parts[0], parts.length == 2 ? decode(parts[1]) : "") != null) {
                throw bad("a key is there twice");
            }
        }
        return new UploadMetadata(values);
    }

    /** The value of {@code key}; {@code null} where it is not there or empty. */
    @Nullable
    String get(String key) {
        String value = values.get(key);
        return value == null || value.isEmpty() ? null : value;
    }

    private static String decode(String base64) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (IllegalArgumentException e) {
            throw bad("a value is not Base64");
        } catch (CharacterCodingException e) {
            throw bad("a value is not UTF-8");
        }
    }

    private static RuntimeException bad(String detail) {
        return FileProblem.BAD_REQUEST.with(TusHeaders.METADATA + ": " + detail);
    }
}
