package atrium.stream.access;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Stream keys that an operator keeps in the configuration, besides those that the service issues.
 *
 * @param keys one entry a key; a stream may have several
 */
@ConfigurationProperties("atrium.stream.publishing")
public record StreamKeyProperties(@DefaultValue List<ConfiguredKey> keys) {

    public StreamKeyProperties {
        keys = List.copyOf(keys);
    }

    /**
     * A key that is known by its hash only.
     *
     * @param stream the stream that it may publish
     * @param sha256 the SHA-256 of the key's UTF-8 bytes, 64 hexadecimal digits
     */
    public record ConfiguredKey(String stream, String sha256) {

        public ConfiguredKey {
            if (!sha256.matches("[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException("sha256 of a key of " + stream + ": expected 64 hexadecimal digits");
            }
        }
    }
}
