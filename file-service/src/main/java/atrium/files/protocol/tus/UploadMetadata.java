package atrium.files.protocol.tus;

import atrium.files.problem.FileProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * {@code Upload-Metadata} of tus 1.0.0, "Creation": pairs joined by commas, each a key, a space and the value in Base64;
 * the value may be missing. Keys are ASCII without space or comma, and unique.
 */
record UploadMetadata(Map<String, String> values) {

    /** Longer than a name of 255 bytes, a type and a room can be; a stop to senseless work. */
    private static final int MAX_LENGTH = 8 * 1024;

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
            if (parts.length > 2 || parts[0].isEmpty()) {
                throw bad("a pair is a key, a space and a value in Base64");
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

    /** As it goes on the wire; empty when there is nothing. */
    String format() {
        StringJoiner pairs = new StringJoiner(",");
        values.forEach((key, value) ->
                pairs.add(key + " " + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return pairs.toString();
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
