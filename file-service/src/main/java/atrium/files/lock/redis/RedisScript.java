package atrium.files.lock.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What Redis does in one step; what each takes and returns is said in its file. */
enum RedisScript {
    TAKE,
    RENEW,
    GIVE;

    private final String text;
    private final String digest;

    RedisScript() {
        this.text = read("/atrium/files/redis/" + name().toLowerCase(Locale.ROOT) + ".lua");
        this.digest = sha1(text);
    }

    String text() {
        return text;
    }

    /** The name under which Redis knows it once it is loaded. */
    String digest() {
        return digest;
    }

    private static String read(String resource) {
        try (InputStream bytes = RedisScript.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
