package atrium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.testsupport.FreePorts;
import atrium.platform.testsupport.NacosProcess;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingFactory;
import com.alibaba.nacos.api.naming.NamingService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an operator changes at the Nacos console, and a process that dies, as a client of the gateway sees them. The
 * instances are registered by the test, so that Nacos does not notice when one of them is killed.
 */
class RoutingNacosIT {

    private static final Duration IN_FORCE = Duration.ofSeconds(3);
    private static final Duration REGISTERED = Duration.ofSeconds(15);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String SERVICE = "file-service";
    private static final String PATH = "/files/1";
    private static final int GATEWAY = FreePorts.one();

    private static NacosProcess nacos;
    /** One each: a client of Nacos stands for one instance of a service. */
    private static final List<NamingService> REGISTRIES = new ArrayList<>();

    private static GatewayProcess gateway;

    private final HttpClient http = HttpClient.newHttpClient();
    private UpstreamProcess one;
    private UpstreamProcess two;

    @BeforeAll
    static void startNacosThenTheGateway() throws IOException, NacosException {
        nacos = NacosProcess.start();
        nacos.client().publish("atrium.yaml", "atrium: {}\n");
        nacos.client().publish("gateway.yaml", Files.readString(Path.of("../nacos-config/config/ATRIUM/gateway.yaml")));
        REGISTRIES.add(NamingFactory.createNamingService(registryProperties()));
        REGISTRIES.add(NamingFactory.createNamingService(registryProperties()));
        gateway = GatewayProcess.start(GATEWAY, nacos.properties());
    }

    @AfterAll
    static void stop() throws IOException, NacosException {
        gateway.close();
        for (NamingService registry : REGISTRIES) {
            registry.shutDown();
        }
        nacos.close();
    }

    @BeforeEach
    void registerTwo() throws IOException, NacosException {
        one = UpstreamProcess.start();
        two = UpstreamProcess.start();
        REGISTRIES.get(0).registerInstance(SERVICE, "ATRIUM", LOOPBACK, one.port());
        REGISTRIES.get(1).registerInstance(SERVICE, "ATRIUM", LOOPBACK, two.port());
        await().atMost(REGISTERED).until(() -> servers(20).equals(Set.of(one.port(), two.port())));
    }

    @AfterEach
    void deregisterTwo() throws NacosException {
        REGISTRIES.get(0).deregisterInstance(SERVICE, "ATRIUM", LOOPBACK, one.port());
        REGISTRIES.get(1).deregisterInstance(SERVICE, "ATRIUM", LOOPBACK, two.port());
        one.close();
        two.close();
    }

    @Test
    void weight_zero_gets_nothing_new_within_three_seconds_and_a_weight_brings_it_back() {
        nacos.client().updateInstance(SERVICE, LOOPBACK, one.port(), 0, true);
        await().atMost(IN_FORCE).until(() -> servers(20).equals(Set.of(two.port())));

        nacos.client().updateInstance(SERVICE, LOOPBACK, one.port(), 1, true);
        await().atMost(IN_FORCE).until(() -> servers(20).equals(Set.of(one.port(), two.port())));
    }

    @Test
    void a_disabled_instance_gets_nothing_within_three_seconds() {
        nacos.client().updateInstance(SERVICE, LOOPBACK, two.port(), 1, false);

        await().atMost(IN_FORCE).until(() -> servers(20).equals(Set.of(one.port())));
    }

    @Test
    void a_canary_gets_its_share() throws Exception {
        nacos.client().updateInstance(SERVICE, LOOPBACK, one.port(), 0, true);
        nacos.client().updateInstance(SERVICE, LOOPBACK, two.port(), 90, true);
        await().atMost(IN_FORCE).until(() -> servers(20).equals(Set.of(two.port())));
        nacos.client().updateInstance(SERVICE, LOOPBACK, one.port(), 10, true);
        await().atMost(IN_FORCE).until(() -> server() == one.port());

        int canary = 0;
        for (int i = 0; i < 1_000; i++) {
            canary += server() == one.port() ? 1 : 0;
        }

        assertThat(canary).isBetween(60, 140); // four standard deviations
    }

    @Test
    void an_instance_that_leaves_gets_nothing_within_three_seconds() throws Exception {
        REGISTRIES.get(0).deregisterInstance(SERVICE, "ATRIUM", LOOPBACK, one.port());

        await().atMost(IN_FORCE).until(() -> servers(20).equals(Set.of(two.port())));
    }

    @Test
    void a_process_that_is_killed_under_load_costs_no_client_an_answer() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> results = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                results.add(clients.submit(() -> statuses(250, answered)));
            }
            await().atMost(REGISTERED).until(() -> answered.get() > 500);
            one.kill();
            for (Future<List<Integer>> result : results) {
                assertThat(result.get()).containsOnly(200);
            }
        }
    }

    private List<Integer> statuses(int requests, AtomicInteger answered) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(get().statusCode());
            answered.incrementAndGet();
        }
        return statuses;
    }

    /** Who answered that many requests. */
    private Set<Integer> servers(int requests) throws IOException, InterruptedException {
        Set<Integer> servers = new HashSet<>();
        for (int i = 0; i < requests; i++) {
            servers.add(server());
        }
        return servers;
    }

    private int server() throws IOException, InterruptedException {
        return get().headers()
                .firstValue(Upstream.SERVED_BY)
                .map(Integer::parseInt)
                .orElse(-1);
    }

    private HttpResponse<Void> get() throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + GATEWAY + PATH))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                BodyHandlers.discarding());
    }

    private static Properties registryProperties() {
        Properties properties = new Properties();
        properties.setProperty("serverAddr", nacos.address());
        properties.setProperty("username", "nacos");
        properties.setProperty("password", nacos.password());
        return properties;
    }
}
