package atrium.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class LiveConfigurationTests {

    private static final String SOURCE = "demo.yaml";

    private final StandardEnvironment environment = new StandardEnvironment();
    private final LiveConfiguration configuration = new LiveConfiguration(
            environment, Validation.buildDefaultValidatorFactory().getValidator(), null);
    private final List<Object> events = new ArrayList<>();

    LiveConfigurationTests() {
        environment.getPropertySources().addLast(new MapPropertySource(SOURCE, Map.of("demo.rate", "10")));
        configuration.setApplicationEventPublisher(events::add);
    }

    @ConfigurationProperties("demo")
    record Demo(
            @DefaultValue("5") @Min(1) @Max(100) int rate,
            @DefaultValue("2s") Duration patience,
            @DefaultValue List<String> words) {}

    @Test
    void the_first_value_is_what_is_configured_and_the_record_s_defaults() {
        assertThat(configuration.of(Demo.class).get()).isEqualTo(new Demo(10, Duration.ofSeconds(2), List.of()));
    }

    @Test
    void a_first_value_that_is_not_valid_fails_the_start() {
        environment.getPropertySources().addFirst(new MapPropertySource("bad", Map.of("demo.rate", "0")));

        assertThatThrownBy(() -> configuration.of(Demo.class)).isInstanceOf(BindException.class);
    }

    @Test
    void a_pushed_text_replaces_the_value_and_is_announced_with_the_keys_that_changed() {
        Live<Demo> live = configuration.of(Demo.class);
        List<Demo> seen = new ArrayList<>();
        live.onChange(seen::add);

        push("demo: {rate: 20, words: [a, b]}");

        assertThat(live.get()).isEqualTo(new Demo(20, Duration.ofSeconds(2), List.of("a", "b")));
        assertThat(seen).containsExactly(live.get());
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        EnvironmentChangeEvent.class,
                        event -> assertThat(event.getKeys())
                                .containsExactlyInAnyOrder("demo.rate", "demo.words[0]", "demo.words[1]"));
        assertThat(environment.getProperty("demo.rate")).isEqualTo("20");
    }

    @Test
    void a_text_that_says_the_same_changes_nothing() {
        Live<Demo> live = configuration.of(Demo.class);
        live.onChange(next -> events.add("told"));

        push("demo:\n  rate: 10\n");

        assertThat(events).isEmpty();
    }

    @Test
    void a_shorter_list_leaves_nothing_of_the_longer_one() {
        Live<Demo> live = configuration.of(Demo.class);
        push("demo: {words: [a, b, c]}");

        push("demo: {words: [x]}");

        assertThat(live.get().words()).containsExactly("x");
    }

    @Test
    void what_does_not_parse_or_is_not_valid_or_is_gone_is_refused_and_told_until_a_good_text_comes() {
        Live<Demo> live = configuration.of(Demo.class);
        for (String bad : new String[] {"]: no", "demo: {rate: 101}", "demo: {rate: many}", null}) {
            push(bad);

            assertThat(live.get().rate()).isEqualTo(10);
            assertThat(environment.getProperty("demo.rate")).isEqualTo("10");
            assertThat(configuration.rejections()).containsKey("demo.yaml");
            assertThat(new ConfigurationHealth(configuration)
                            .health()
                            .getStatus()
                            .getCode())
                    .isEqualTo("DEGRADED");
        }

        push("demo: {rate: 11}");

        assertThat(live.get().rate()).isEqualTo(11);
        assertThat(configuration.rejections()).isEmpty();
        assertThat(new ConfigurationHealth(configuration).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_source_before_it_keeps_the_last_word() {
        environment.getPropertySources().addFirst(new MapPropertySource("operator", Map.of("demo.rate", "77")));
        Live<Demo> live = configuration.of(Demo.class);

        push("demo: {rate: 20}");

        assertThat(live.get().rate()).isEqualTo(77);
    }

    private void push(String text) {
        configuration.receive(SOURCE, text);
    }
}
