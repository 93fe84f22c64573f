package atrium.platform.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** One data id's YAML as a property source that can take the place of another. */
record YamlSource(MapPropertySource source) {

    /**
     * Reads {@code text}; of several documents the later wins.
     *
     * @throws IllegalArgumentException if there is no text, as when the data id was removed
     */
    static YamlSource parse(String name, @Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("it was removed");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        try {
            var resource = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8));
            for (PropertySource<?> document : new YamlPropertySourceLoader().load(name, resource)) {
                putAll(values, (EnumerablePropertySource<?>) document);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new YamlSource(new MapPropertySource(name, values));
    }

    /** Later documents win, as in Spring's configuration files. */
    static void putAll(Map<String, Object> values, EnumerablePropertySource<?> document) {
        for (String key : document.getPropertyNames()) {
            values.put(key, Objects.requireNonNull(document.getProperty(key)));
        }
    }

    /** {@code sources} with this one in its namesake's place. */
    List<PropertySource<?>> in(Iterable<PropertySource<?>> sources) {
        List<PropertySource<?>> result = new ArrayList<>();
        for (PropertySource<?> other : sources) {
            result.add(other.getName().equals(source.getName()) ? source : other);
        }
        return result;
    }

    /** The keys whose value differs between this and {@code before}. */
    Set<String> changedAgainst(@Nullable PropertySource<?> before) {
        Set<String> changed = new TreeSet<>(List.of(source.getPropertyNames()));
        if (before instanceof EnumerablePropertySource<?> known) {
            changed.addAll(List.of(known.getPropertyNames()));
        }
        changed.removeIf(key -> before != null && Objects.equals(text(source, key), text(before, key)));
        return changed;
    }

    private static @Nullable String text(PropertySource<?> source, String key) {
        Object value = source.getProperty(key);
        return value == null ? null : value.toString();
    }
}
