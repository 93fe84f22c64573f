package atrium.platform.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringApplication;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What every service must do with a real Nacos: register, read its first values, take a changed one within 3 s without
 * a restart, keep the last good one when nonsense is published, and leave when it stops.
 *
 * <p>Extended once a service, as {@code XxxNacosIT}.
 */
@RequiresContainerEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class NacosServiceContract {

    private static final Duration IN_FORCE = Duration.ofSeconds(3);
    private static final Duration REGISTERED = Duration.ofSeconds(15);

    private final String service;
    private final Class<?> application;
    private final NacosContainer nacos = new NacosContainer();
    private ConfigurableApplicationContext running;
    private long firstLimit;

    protected NacosServiceContract(String service, Class<?> application) {
        this.service = service;
        this.application = application;
    }

    /** The service's configuration with its limit set to {@code limit}. */
    protected abstract String yamlWithLimit(long limit);

    /** The limit that {@code context}, a running service, goes by now. */
    protected abstract long limitOf(ConfigurableApplicationContext context);

    /** Properties that the service needs beside Nacos, e.g. its data directory or a free port. */
    protected Map<String, String> properties() {
        return Map.of();
    }

    @BeforeAll
    void startNacosThenTheService() {
        nacos.start();
        nacos.client().publish("atrium.yaml", "atrium: {}\n");
        nacos.client().publish(service + ".yaml", yamlWithLimit(1_001));
        running = start();
        firstLimit = limitOf(running);
    }

    @AfterAll
    void stop() {
        if (running != null) {
            running.close();
        }
        nacos.stop();
    }

    @Test
    void reads_its_first_values_then_takes_a_change_within_three_seconds() {
        assertThat(firstLimit).isEqualTo(1_001);

        nacos.client().publish(service + ".yaml", yamlWithLimit(1_002));

        await().atMost(IN_FORCE).pollInterval(Duration.ofMillis(50)).until(() -> limitOf(running) == 1_002);
    }

    @Test
    void keeps_the_last_good_value_when_nonsense_is_published() {
        nacos.client().publish(service + ".yaml", yamlWithLimit(1_003));
        await().atMost(IN_FORCE).until(() -> limitOf(running) == 1_003);

        nacos.client().publish(service + ".yaml", "]: not yaml");
        nacos.client().publish(service + ".yaml", yamlWithLimit(-7));
        nacos.client().publish("atrium.yaml", "atrium: {marker: " + System.nanoTime() + "}\n");

        await().during(Duration.ofSeconds(1)).atMost(IN_FORCE).until(() -> limitOf(running) == 1_003);
        nacos.client().publish(service + ".yaml", yamlWithLimit(1_004));
        await().atMost(IN_FORCE).until(() -> limitOf(running) == 1_004);
    }

    @Test
    void registers_and_leaves_when_it_stops() {
        ConfigurableApplicationContext second = start();
        await().atMost(REGISTERED).until(() -> instances() == 2);

        second.close();

        await().atMost(REGISTERED).until(() -> instances() == 1);
    }

    private int instances() {
        return running.getBean(DiscoveryClient.class).getInstances(service).size();
    }

    private ConfigurableApplicationContext start() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("spring.application.name", service);
        defaults.put("spring.main.banner-mode", "off");
        SpringApplication spring = new SpringApplication(application);
        Map<String, String> settings = new HashMap<>(nacos.properties());
        settings.putAll(properties());
        spring.setDefaultProperties(defaults);
        return spring.run(settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
    }
}
