package atrium.gateway.affinity;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.URI_TEMPLATE_VARIABLES_ATTRIBUTE;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.Route;

/**
 * What requests have in common that should meet at one instance: a stream's name.
 *
 * <p>A route says so in its metadata: {@code affinity} names the variable of its path that is the key. A route that does
 * not say so has no affinity, nor has a path without that variable.
 */
final class AffinityKey {

    private static final String VARIABLE = "affinity";

    private AffinityKey() {}

    /** The key of the request whose exchange has {@code attributes}. */
    static Optional<String> of(Map<String, Object> attributes) {
        return attributes.get(GATEWAY_ROUTE_ATTR) instanceof Route route
                ? Optional.ofNullable(key(route, attributes)).map(AffinityKey::normal)
                : Optional.empty();
    }

    private static @Nullable String key(Route route, Map<String, Object> attributes) {
        Object variable = route.getMetadata().get(VARIABLE);
        return variable != null
                        && attributes.get(URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                        && variables.get(variable) instanceof String value
                ? value
                : null;
    }

    /** Services compare names in this form, too, so both spellings of a name are one key. */
    private static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }
}
