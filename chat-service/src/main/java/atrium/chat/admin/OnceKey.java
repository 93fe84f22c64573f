package atrium.chat.admin;

import atrium.chat.backplane.Draft;
import atrium.chat.message.RoomName;
import atrium.chat.problem.ChatProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The value of an {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header, section 2.1): a string of RFC 9651,
 * or the same without its quotes, as many clients send it.
 */
record OnceKey(String value) {

    private static final Pattern FORM = Pattern.compile("(\"?)([A-Za-z0-9._-]{1,128})\\1");
    private static final int ID_BYTES = 16;

    static OnceKey parse(String header) {
        var matcher = FORM.matcher(header.strip());
        if (!matcher.matches()) {
            throw ChatProblem.INVALID.with("Idempotency-Key: expected 1 to 128 letters, digits, \".\", \"_\", \"-\"");
        }
        return new OnceKey(matcher.group(2));
    }

    /** The id of the message that is posted to {@code room} under this key, the same each time and in no other room. */
    String messageId(RoomName room) {
        byte[] digest = sha256(room.value() + '\n' + value);
        return Draft.ONCE + HexFormat.of().formatHex(digest, 0, ID_BYTES);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
