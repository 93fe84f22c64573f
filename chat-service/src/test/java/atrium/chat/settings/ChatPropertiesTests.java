package atrium.chat.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.chat.Settings;
import jakarta.validation.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class ChatPropertiesTests {

    private static final Path FIRST_VALUES = Path.of("../nacos-config/config/ATRIUM/chat-service.yaml");

    /** Has a record and tests of its own. */
    /** Sections of the same file whose records are elsewhere, with tests of their own. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("atrium\\.chat\\.(danmaku|handshake|controls|compression)\\..*");

    @Test
    void defaults() {
        assertThat(bind(Map.of())).isEqualTo(Settings.defaults());
    }

    @Test
    void every_key() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("atrium.chat.limits.message", "1KB");
        values.put("atrium.chat.limits.rate", 2);
        values.put("atrium.chat.limits.burst", 3);
        values.put("atrium.chat.limits.members", 4);
        values.put("atrium.chat.limits.rooms", 5);
        values.put("atrium.chat.limits.queue", "6KB");
        values.put("atrium.chat.limits.backlog", 17);
        values.put("atrium.chat.history.welcome", 8);
        values.put("atrium.chat.history.keep", 9);
        values.put("atrium.chat.history.size", "10KB");
        values.put("atrium.chat.history.keep-for", "11s");
        values.put("atrium.chat.connection.idle", "12s");
        values.put("atrium.chat.connection.close-grace", "13s");
        values.put("atrium.chat.connection.presence", "14s");
        values.put("atrium.chat.moderation.banned-words[0]", "fifteen");
        values.put("atrium.chat.moderation.kick-for", "16s");
        values.put("atrium.chat.names.reserved[0]", "seventeen");

        assertThat(bind(values))
                .isEqualTo(new ChatProperties(
                        new ChatProperties.Limits(DataSize.ofKilobytes(1), 2, 3, 4, 5, DataSize.ofKilobytes(6), 17),
                        new ChatProperties.History(8, 9, DataSize.ofKilobytes(10), Duration.ofSeconds(11)),
                        new ChatProperties.Connection(
                                Duration.ofSeconds(12), Duration.ofSeconds(13), Duration.ofSeconds(14)),
                        new ChatProperties.Moderation(List.of("fifteen"), Duration.ofSeconds(16)),
                        new ChatProperties.Names(List.of("seventeen"))));
    }

    @Test
    void the_published_first_values_name_every_key_with_its_default() throws IOException {
        EnumerablePropertySource<?> yaml = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
                .load("first values", new FileSystemResource(FIRST_VALUES))
                .getFirst();

        Map<String, Object> values = new LinkedHashMap<>();
        Arrays.stream(yaml.getPropertyNames())
                .filter(name -> !ELSEWHERE.matcher(name).matches())
                .forEach(name -> values.put(name, yaml.getProperty(name)));

        assertThat(values).hasSize(23);
        assertThat(bind(values)).isEqualTo(Settings.defaults());
    }

    @ParameterizedTest
    @CsvSource({
        "limits.message, 0",
        "limits.message, 65KB",
        "limits.rate, 0",
        "limits.burst, 0",
        "limits.members, -7",
        "limits.rooms, 0",
        "limits.queue, 1KB",
        "limits.backlog, 1",
        "history.welcome, 1001",
        "history.keep, -1",
        "history.keep-for, -1s",
        "connection.idle, 1ms",
        "connection.close-grace, 0s",
        "connection.presence, 0s",
        "moderation.banned-words[0], ''",
        "moderation.kick-for, -1s",
        "names.reserved[0], ' '",
        "limits.mesage, 4KB"
    })
    void what_makes_no_sense_is_refused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("atrium.chat." + key, value)))
                .hasStackTraceContaining(key.substring(key.indexOf('.') + 1).split("-")[0]);
    }

    private static ChatProperties bind(Map<String, Object> values) {
        return bind(new MapPropertySource("test", values));
    }

    private static ChatProperties bind(PropertySource<?> source) {
        Binder binder = new Binder(
                ConfigurationPropertySources.from(source), null, ApplicationConversionService.getSharedInstance());
        var validator = new SpringValidatorAdapter(
                Validation.buildDefaultValidatorFactory().getValidator());
        Bindable<ChatProperties> target = Bindable.of(ChatProperties.class);
        binder.bindOrCreate("atrium.chat", target, new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
        return binder.bindOrCreate("atrium.chat", target, new ValidationBindHandler(validator));
    }
}
