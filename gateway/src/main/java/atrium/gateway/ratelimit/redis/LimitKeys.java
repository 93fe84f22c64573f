package atrium.gateway.ratelimit.redis;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where a bucket lies in Redis: {@code atrium:gateway:limit:<kind>:<client>}. A client is an IPv4 address, the first half of
 * an IPv6 address in hexadecimal digits, or the hash of a person's name: of few letters, whatever the name has.
 */
final class LimitKeys {

    private static final String PREFIX = "atrium:gateway:limit:";
    private static final int HASH = 16;

    private LimitKeys() {}

    /** @param client as {@code Household} has it, or a person's name */
    static String of(String kind, Object client) {
        return PREFIX + kind + ':' + name(client);
    }

    private static String name(Object client) {
        return switch (client) {
            case InetAddress address -> address.getHostAddress();
            case Long network -> Long.toHexString(network);
            default -> hash(client.toString());
        };
    }

    private static String hash(String person) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(person.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, HASH));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
