package atrium.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class AuthPropertiesTests {

    private static final String PREFIX = "atrium.gateway.auth";
    private static final Path FIRST_VALUES = Path.of("../nacos-config/config/ATRIUM/gateway.yaml");

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new AuthProperties(
                        "",
                        "",
                        Duration.ofMinutes(5),
                        Duration.ofDays(14),
                        Duration.ofDays(90),
                        Duration.ofDays(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofDays(7),
                        10,
                        Duration.ofSeconds(30),
                        30,
                        Duration.ofSeconds(3),
                        2));
    }

    @Test
    void what_is_published_first_is_what_holds_without_it() throws IOException {
        var published = new YamlPropertySourceLoader().load("gateway", new FileSystemResource(FIRST_VALUES));
        Binder binder = new Binder(
                ConfigurationPropertySources.from(published), null, ApplicationConversionService.getSharedInstance());

        assertThat(binder.bind(PREFIX, Bindable.of(AuthProperties.class)).get()).isEqualTo(bind(Map.of()));
    }

    @Test
    void every_key() {
        Map<String, String> values = Map.ofEntries(
                Map.entry("directory", "/srv/auth"),
                Map.entry("first-admin-password", "hunter2hunter2"),
                Map.entry("access-lifetime", "1m"),
                Map.entry("idle-lifetime", "2d"),
                Map.entry("session-lifetime", "3d"),
                Map.entry("guest-lifetime", "4h"),
                Map.entry("refresh-grace", "5s"),
                Map.entry("ticket-lifetime", "6s"),
                Map.entry("key-lifetime", "7h"),
                Map.entry("tries-per-name", "8"),
                Map.entry("tries-per-name-refill", "9s"),
                Map.entry("tries-per-address", "10"),
                Map.entry("tries-per-address-refill", "11s"),
                Map.entry("hashing-at-once", "12"));

        AuthProperties properties = bind(values);

        assertThat(properties)
                .isEqualTo(new AuthProperties(
                        "/srv/auth",
                        "hunter2hunter2",
                        Duration.ofMinutes(1),
                        Duration.ofDays(2),
                        Duration.ofDays(3),
                        Duration.ofHours(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        Duration.ofHours(7),
                        8,
                        Duration.ofSeconds(9),
                        10,
                        Duration.ofSeconds(11),
                        12));
        assertThat(properties.root()).isEqualTo(Path.of("/srv/auth"));
        assertThat(properties.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "access-lifetime, 1s",
        "access-lifetime, 2h",
        "idle-lifetime, 1s",
        "refresh-grace, 2m",
        "ticket-lifetime, 1h",
        "key-lifetime, 1s",
        "tries-per-name, 0",
        "tries-per-address, 0",
        "hashing-at-once, 0"
    })
    void a_value_that_makes_no_sense_is_refused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value))).hasRootCauseInstanceOf(BindValidationException.class);
    }

    private static AuthProperties bind(Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put(PREFIX + "." + key, value));
        try (var validators = Validation.buildDefaultValidatorFactory()) {
            return new Binder(source)
                    .bindOrCreate(
                            PREFIX,
                            Bindable.of(AuthProperties.class),
                            new ValidationBindHandler(new SpringValidatorAdapter(validators.getValidator())));
        }
    }
}
