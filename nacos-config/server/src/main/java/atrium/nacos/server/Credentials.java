package atrium.nacos.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The three secrets without which Nacos stands open: whoever knows the token secret forges any user, whoever knows the
 * identity pair is taken for another server of the cluster. There is no default for any of them.
 */
final class Credentials {

    /** HMAC-SHA256 wants a key of its own output's size: RFC 7518 section 3.2. */
    private static final int SHORTEST_TOKEN_SECRET = 32;

    private static final int SHORTEST_IDENTITY_VALUE = 16;

    /** How the secrets begin that Nacos' releases and documentation published; scanners try them first. */
    private static final List<String> PUBLISHED = List.of("SecretKey0123456789", "ThisIsMyCustomSecretKey");

    private static final String HOW =
            ". ./atrium up generates it under $ATRIUM_HOME/secrets; otherwise set it yourself";

    private Credentials() {}

    static void check(Map<String, String> environment) {
        requireEnabled(environment.getOrDefault("NACOS_AUTH_ENABLE", "true"));
        requireTokenSecret(required(environment, "NACOS_AUTH_TOKEN"));
        requireHeaderName(required(environment, "NACOS_AUTH_IDENTITY_KEY"));
        requireLength(required(environment, "NACOS_AUTH_IDENTITY_VALUE"));
    }

    private static void requireEnabled(String value) {
        if (!"true".equalsIgnoreCase(value)) {
            throw new SettingsException(
                    "NACOS_AUTH_ENABLE: " + value + " (expected: true). Authentication cannot be switched off");
        }
    }

    private static void requireTokenSecret(String value) {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("NACOS_AUTH_TOKEN is not base64" + HOW);
        }
        if (secret.length < SHORTEST_TOKEN_SECRET) {
            throw new SettingsException("NACOS_AUTH_TOKEN: " + secret.length + " bytes (expected: at least "
                    + SHORTEST_TOKEN_SECRET + ", in base64)" + HOW);
        }
        String text = new String(secret, StandardCharsets.ISO_8859_1);
        if (PUBLISHED.stream().anyMatch(known -> value.startsWith(known) || text.startsWith(known))) {
            throw new SettingsException("NACOS_AUTH_TOKEN is one that Nacos published as an example" + HOW);
        }
    }

    private static void requireHeaderName(String value) {
        if (!value.matches("[A-Za-z0-9_-]{4,64}")) {
            throw new SettingsException(
                    "NACOS_AUTH_IDENTITY_KEY must be a header's name: 4 to 64 letters, digits, - and _" + HOW);
        }
    }

    private static void requireLength(String value) {
        if (value.length() < SHORTEST_IDENTITY_VALUE) {
            throw new SettingsException("NACOS_AUTH_IDENTITY_VALUE: " + value.length()
                    + " characters (expected: at least " + SHORTEST_IDENTITY_VALUE + ")" + HOW);
        }
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new SettingsException(name + " is not set" + HOW);
        }
        return value;
    }
}
