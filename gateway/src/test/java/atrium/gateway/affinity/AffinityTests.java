package atrium.gateway.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.Upstream;
import atrium.gateway.route.Instances;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.context.annotation.Bean;

/** With the routes that an installation begins with. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "spring.config.additional-location=file:../nacos-config/config/ATRIUM/gateway.yaml"
        })
class AffinityTests {

    private static final Map<String, List<ServiceInstance>> INSTANCES = new ConcurrentHashMap<>();
    private static final Pattern SERVED_BY = Pattern.compile("(?i)\r\nserved-by: (\\d+)\r\n");
    private static final int NAMES = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Upstream one = Upstream.counting();
    private final Upstream two = Upstream.counting();
    private final Upstream three = Upstream.counting();

    @LocalServerPort
    private int gateway;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return service -> INSTANCES.getOrDefault(service, List.of());
        }
    }

    @BeforeEach
    void register() {
        List<ServiceInstance> all = List.of(one.instance(1), two.instance(1), three.instance(1));
        for (String service : List.of("chat-service", "file-service", "stream-service")) {
            INSTANCES.put(service, all);
        }
    }

    @AfterEach
    void stop() {
        INSTANCES.clear();
        one.close();
        two.close();
        three.close();
    }

    @Test
    void all_that_concerns_a_stream_meets_at_one_instance_and_the_streams_are_spread() throws Exception {
        Set<String> used = new HashSet<>();
        for (int n = 0; n < NAMES; n++) {
            String name = "cam" + n;
            String instance = get("/stream/" + name + ".flv");
            used.add(instance);
            for (String path : List.of(
                    "/stream/" + name + ".mp4",
                    "/stream/" + name + ".ts",
                    "/stream/" + name + ".jpg",
                    "/stream/" + name + "/index.m3u8",
                    "/stream/" + name + "/segment/1.m4s?session=2",
                    "/stream/api/streams/" + name,
                    "/stream/api/streams/" + name + "/record")) {
                assertThat(get(path)).as(path).isEqualTo(instance);
            }
            assertThat(upgrade("/stream/" + name + ".flv")).isEqualTo(instance);
            assertThat(upgrade("/stream/" + name + ".mpeg1")).isEqualTo(instance);
        }
        assertThat(used).hasSize(3);
    }

    @Test
    void the_members_of_a_room_are_spread() throws Exception {
        Set<String> used = new HashSet<>();
        for (int n = 0; n < 60; n++) {
            used.add(upgrade("/ws/room?name=Ada"));
        }

        assertThat(used).hasSize(3);
    }

    @Test
    void two_spellings_of_a_name_are_one() throws Exception {
        for (String[] spellings : new String[][] {
            {"caf%C3%A9", "cafe%CC%81"}, {"%E6%88%BF%E9%97%B4", "%e6%88%bf%e9%97%b4"}, {"lobby", "%6Cobby"}
        }) {
            assertThat(get("/stream/" + spellings[1] + ".flv")).isEqualTo(get("/stream/" + spellings[0] + ".flv"));
        }
    }

    @Test
    void what_has_no_key_goes_everywhere() throws Exception {
        for (String path : List.of("/files", "/files/123", "/chat/rooms", "/stream/api/streams")) {
            Set<String> used = new HashSet<>();
            for (int n = 0; n < 60; n++) {
                used.add(get(path));
            }
            assertThat(used).as(path).hasSize(3);
        }
    }

    @Test
    void a_canary_of_weight_ten_beside_ninety_gets_a_tenth() throws Exception {
        INSTANCES.put("file-service", List.of(one.instance(10), two.instance(90)));

        for (int n = 0; n < 1_000; n++) {
            get("/files/1");
        }

        assertThat(one.asked()).hasSizeBetween(60, 140); // four standard deviations
    }

    @Test
    void a_weight_that_sinks_to_nothing_moves_the_stream() throws Exception {
        String before = get("/stream/cam.flv");

        List<ServiceInstance> changed = INSTANCES.get("stream-service").stream()
                .map(instance ->
                        Upstream.instance(instance.getPort(), before.equals("" + instance.getPort()) ? 0.001 : 1))
                .toList();
        INSTANCES.put("stream-service", changed);

        assertThat(get("/stream/cam.flv")).isNotEqualTo(before);
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway + path))
                .build();
        var answer = http.send(request, BodyHandlers.discarding());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.headers().firstValue(Upstream.SERVED_BY).orElseThrow();
    }

    /** Through the tunnel: the instance refuses, and its own answer comes back. */
    private String upgrade(String path) throws IOException {
        try (var socket = new Socket("127.0.0.1", gateway)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                    + "Sec-WebSocket-Version: 13\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).as(path).startsWith("HTTP/1.1 403");
            Matcher servedBy = SERVED_BY.matcher(answer);
            assertThat(servedBy.find()).isTrue();
            return servedBy.group(1);
        }
    }
}
