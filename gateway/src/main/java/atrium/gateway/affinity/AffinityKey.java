package atrium.gateway.affinity;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.URI_TEMPLATE_VARIABLES_ATTRIBUTE;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.Route;

/**
 * What requests have in common that should meet at one instance: a stream's name, a room's.
 *
 * <p>A route says so in its metadata: {@code affinity} names the variable of its path that is the key,
 * {@code affinity-default} is the key of a path without that variable. A route that says neither has no affinity.
 */
final class AffinityKey {

    private static final String VARIABLE = "affinity";
    private static final String DEFAULT = "affinity-default";

    private AffinityKey() {}

    /** The key of the request whose exchange has {@code attributes}. */
    static Optional<String> of(Map<String, Object> attributes) {
        return attributes.get(GATEWAY_ROUTE_ATTR) instanceof Route route
                ? Optional.ofNullable(key(route, attributes)).map(AffinityKey::normal)
                : Optional.empty();
    }

    private static @Nullable String key(Route route, Map<String, Object> attributes) {
        Object variable = route.getMetadata().get(VARIABLE);
        if (variable != null
                && attributes.get(URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && variables.get(variable) instanceof String value) {
            return value;
        }
        Object otherwise = route.getMetadata().get(DEFAULT);
        return otherwise == null ? null : otherwise.toString();
    }

    /** Services compare names in this form, too, so both spellings of a name are one key. */
    private static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }
}
