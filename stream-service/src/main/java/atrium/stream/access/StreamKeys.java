package atrium.stream.access;

import atrium.stream.access.StreamKeyProperties.ConfiguredKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that publishing a stream needs: one that the service issued, and those of the configuration.
 *
 * <p>Only SHA-256 hashes are kept. No slow hash is needed, since an issued key is 192 random bits and cannot be guessed
 * from it; whoever configures a key chooses one as long. A stream without any key takes no publisher.
 *
 * <p>Safe for use by any thread. {@link #allows} reads memory only and may be called on an event loop; {@link #issue}
 * and {@link #revoke} write a file.
 */
public final class StreamKeys {

    private static final int KEY_BYTES = 24;
    private static final byte[] NO_KEY = new byte[32];

    private final StreamKeyFile file;
    private final Supplier<StreamKeyProperties> configured;
    private final SecureRandom random;
    private volatile Map<String, String> issued;

    /**
     * Reads the keys issued so far.
     *
     * @param file where the hashes of issued keys are kept; made with the first key
     */
    public StreamKeys(Path file, Supplier<StreamKeyProperties> configured, SecureRandom random) {
        this.file = new StreamKeyFile(file);
        this.configured = configured;
        this.random = random;
        try {
            this.issued = Map.copyOf(this.file.read());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the stream keys in " + file, e);
        }
    }

    /** Whether {@code key} may publish {@code stream}. Takes the same time for every wrong key of a stream. */
    public boolean allows(String stream, @Nullable String key) {
        byte[] presented = key == null ? NO_KEY : sha256(key);
        boolean right = isHash(presented, issued.get(stream));
        for (ConfiguredKey other : configured.get().keys()) {
            right |= other.stream().equals(stream) & isHash(presented, other.sha256());
        }
        return right && key != null;
    }

    /** Makes a new key for {@code stream}, which ends the one issued before; this is the only time it can be read. */
    public String issue(String stream) throws IOException {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        change(stream, HexFormat.of().formatHex(sha256(key)));
        return key;
    }

    /** Ends the key issued for {@code stream}, if there is one. */
    public void revoke(String stream) throws IOException {
        change(stream, null);
    }

    /** The file first: a key that is shown works after a crash, too. */
    private synchronized void change(String stream, @Nullable String hash) throws IOException {
        if (stream.isEmpty() || stream.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the name of a stream is empty or holds control characters");
        }
        Map<String, String> next = new TreeMap<>(issued);
        if (hash == null) {
            next.remove(stream);
        } else {
            next.put(stream, hash);
        }
        file.write(next);
        issued = Map.copyOf(next);
    }

    private static boolean isHash(byte[] presented, @Nullable String expectedHex) {
        byte[] expected = expectedHex == null ? NO_KEY : HexFormat.of().parseHex(expectedHex);
        return MessageDigest.isEqual(presented, expected) & expectedHex != null;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
