package atrium.stream.admin;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The streams that the configuration names, and where the service keeps the others.
 *
 * @param streams by name; may change while the service runs, and what is not changed is not disturbed
 * @param data the directory of what the service must remember; read at start
 * @param demo the name under which a test pattern is published; blank: there is none. Read at start
 */
@ConfigurationProperties("atrium.stream")
public record StreamsProperties(
        @DefaultValue Map<String, StreamDefinition> streams,
        @DefaultValue("var/data/stream-service") Path data,
        @DefaultValue("") String demo) {

    public StreamsProperties {
        streams = Map.copyOf(streams);
    }
}
