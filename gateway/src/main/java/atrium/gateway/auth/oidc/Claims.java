package atrium.gateway.auth.oidc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a provider says of somebody: JSON of its own making, of which only text and lists of text are read. */
record Claims(Map<String, Object> all) {

    /** Under this name, dots and all; else a step down at each dot. Null if there is nothing. */
    @Nullable
    Object at(String path) {
        return at(all, path);
    }

    private static @Nullable Object at(Map<?, ?> object, String path) {
        Object whole = object.get(path);
        int dot = path.indexOf('.');
        if (whole != null || dot < 0) {
            return whole;
        }
        return object.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? at(inner, path.substring(dot + 1))
                : null;
    }

    String text(String path) {
        return at(path) instanceof String text ? text : "";
    }

    List<String> texts(String path) {
        Object value = at(path);
        if (value instanceof Collection<?> several) {
            return several.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return value instanceof String one ? List.of(one) : List.of();
    }
}
