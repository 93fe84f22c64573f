package atrium.platform.identity;

import static atrium.platform.identity.FakeGateway.keys;
import static atrium.platform.identity.FakeGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.testsupport.TestTokens;
import com.nimbusds.jose.jwk.ECKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

@Timeout(60)
class GatewayKeysTests {

    private static final ECKey K1 = new TestTokens("k1").key();
    private static final ECKey K2 = new TestTokens("k2").key();
    private static final ECKey K3 = new TestTokens("k3").key();
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final FakeGateway one = new FakeGateway(keys(K1));
    private final FakeGateway other = new FakeGateway(keys(K2));
    private final List<URI> registered = new CopyOnWriteArrayList<>(List.of(one.uri(), other.uri()));
    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 7); // it may overflow (System.nanoTime)
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean registryIsAway;
    private final GatewayKeys keys = new GatewayKeys(
            new Gateways(http, this::registered, threads, SECOND), threads, time::get, new KeyMeters(meters));

    @AfterEach
    void close() {
        one.close();
        other.close();
        keys.close();
        http.shutdownNow();
    }

    @Test
    void the_keys_of_all_gateways_are_known_after_one_fetch() {
        assertThat(find("k1")).isEqualTo(K1);
        assertThat(find("k2")).isEqualTo(K2);
        assertThat(List.of(one.asked(), other.asked())).containsExactly(1, 1);
        assertThat(meters.get("atrium.identity.keys").gauge().value()).isEqualTo(2);
        assertThat(fetches("complete")).isEqualTo(1);
    }

    @Test
    void many_unknown_names_at_once_make_one_fetch() {
        List<String> names =
                IntStream.range(0, 500).mapToObj(i -> "made-up-" + i).toList();

        assertThat(Flux.fromIterable(names)
                        .flatMap(keys::key, 500)
                        .collectList()
                        .block())
                .isEmpty();
        assertThat(one.asked()).isEqualTo(1);
    }

    @Test
    void an_unknown_name_makes_one_fetch_in_five_seconds() {
        find("k1");
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(100));
            assertThat(find("made-up-" + i)).isNull();
        }

        assertThat(one.asked()).isEqualTo(3);
    }

    @Test
    void a_key_is_found_once_a_gateway_is_there() {
        registered.clear();
        assertThat(find("k1")).isNull();
        assertThat(fetches("none")).isEqualTo(1);

        registered.add(one.uri());
        pass(Duration.ofSeconds(5));

        assertThat(find("k1")).isEqualTo(K1);
    }

    @Test
    void a_key_is_found_once_the_registry_is_there() {
        registryIsAway = true;
        assertThat(find("k1")).isNull();

        registryIsAway = false;
        pass(Duration.ofSeconds(5));

        assertThat(find("k1")).isEqualTo(K1);
    }

    @Test
    void keys_stay_while_gateways_are_away() {
        find("k1");
        one.answers(text(503, "{}"));
        other.answers(other.silence());
        refresh("none");
        assertThat(find("k1")).isEqualTo(K1);

        registered.clear();
        refresh("none");
        assertThat(find("k2")).isEqualTo(K2);
    }

    @Test
    void while_one_gateway_is_away_its_keys_stay_and_others_come() {
        find("k1");
        one.answers(text(503, "{}"));
        other.answers(keys(K2, K3));
        refresh("partial");

        assertThat(List.of(find("k1"), find("k2"), find("k3"))).containsExactly(K1, K2, K3);
    }

    @Test
    void a_rotated_key_comes_and_the_dropped_one_goes_within_a_minute_of_use() {
        find("k1");
        one.answers(keys(K3));
        pass(MINUTE.minusMillis(1));
        find("k1");
        assertThat(one.asked()).isEqualTo(1);

        pass(Duration.ofMillis(1));
        assertThat(find("k1")).isEqualTo(K1); // answered at once, fetched beside it
        await().until(() -> fetches("complete") == 2);

        assertThat(find("k1")).isNull();
        assertThat(find("k3")).isEqualTo(K3);
        assertThat(one.asked()).isEqualTo(2);
    }

    private enum Nonsense {
        SILENCE(FakeGateway::silence),
        DRIP(FakeGateway::drip),
        FLOOD(gateway -> FakeGateway.flood()),
        ENDLESS_KEYS(gateway -> text(200, "{\"keys\":[" + "1,".repeat(40_000) + "1]}")),
        NO_JSON(gateway -> text(200, "<html>")),
        NO_SET(gateway -> text(200, "{}")),
        DEEP(gateway -> text(200, "[".repeat(60_000))),
        MOVED(gateway -> text(302, "")),
        FAILED(gateway -> text(500, "{\"keys\":[]}"));

        private final Function<FakeGateway, FakeGateway.Answer> answer;

        Nonsense(Function<FakeGateway, FakeGateway.Answer> answer) {
            this.answer = answer;
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_no_answer_counts_as_none_and_holds_up_nobody_for_long(Nonsense nonsense) {
        find("k1");
        one.answers(nonsense.answer.apply(one));
        other.answers(keys(K2, K3));
        pass(Duration.ofSeconds(5));

        assertThat(keys.key("k3").block(Duration.ofSeconds(5))).isEqualTo(K3);
        assertThat(find("k1")).isEqualTo(K1);
        assertThat(fetches("partial")).isEqualTo(1);
    }

    private List<URI> registered() {
        if (registryIsAway) {
            throw new IllegalStateException("the registry is away");
        }
        return registered;
    }

    private ECKey find(String kid) {
        return keys.key(kid).block();
    }

    /** Lets a minute pass, asks, and waits for the fetch beside it. */
    private void refresh(String outcome) {
        double before = fetches(outcome);
        pass(MINUTE);
        find("k1");
        await().until(() -> fetches(outcome) == before + 1);
    }

    private void pass(Duration duration) {
        time.addAndGet(duration.toNanos());
    }

    private double fetches(String outcome) {
        return meters.get("atrium.identity.key.fetches")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
