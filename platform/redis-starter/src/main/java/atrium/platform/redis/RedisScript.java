package atrium.platform.redis;

import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What Redis does in one step, in Lua; what a script takes and returns is said in its file.
 *
 * @param <T> what its reply is read as
 */
public final class RedisScript<T> {

    private final String text;
    private final String digest;
    private final ScriptOutputType output;

    private RedisScript(String resource, ScriptOutputType output) {
        this.text = read(resource);
        this.digest = sha1(text);
        this.output = output;
    }

    /** The script at {@code resource}, an absolute name on the class path, which replies with a number. */
    public static RedisScript<Long> ofNumber(String resource) {
        return new RedisScript<>(resource, ScriptOutputType.INTEGER);
    }

    /** The script at {@code resource}, an absolute name on the class path, which replies with a list. */
    public static RedisScript<List<Object>> ofList(String resource) {
        return new RedisScript<>(resource, ScriptOutputType.MULTI);
    }

    String text() {
        return text;
    }

    /** The name under which Redis knows it once it is loaded. */
    String digest() {
        return digest;
    }

    ScriptOutputType output() {
        return output;
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
