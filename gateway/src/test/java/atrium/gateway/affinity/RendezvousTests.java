package atrium.gateway.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;

class RendezvousTests {

    private static final int KEYS = 100_000;

    @Test
    void keys_spread_within_five_percent_of_the_weights() {
        List<ServiceInstance> instances = List.of(instance(1, "1.0"), instance(2, "2.0"), instance(3, "5.0"));

        Map<Integer, Integer> shares = shares(instances);

        assertThat(shares.get(1) / (double) KEYS).isCloseTo(1 / 8.0, within(0.05 / 8));
        assertThat(shares.get(2) / (double) KEYS).isCloseTo(2 / 8.0, within(0.05 * 2 / 8));
        assertThat(shares.get(3) / (double) KEYS).isCloseTo(5 / 8.0, within(0.05 * 5 / 8));
    }

    @Test
    void many_neighbours_of_equal_weight_get_the_same() {
        List<ServiceInstance> instances =
                IntStream.range(1, 11).mapToObj(n -> instance(n, "1.0")).toList();

        shares(instances).values().forEach(share -> assertThat(share).isCloseTo(KEYS / 10, within(KEYS / 200)));
    }

    @Test
    void a_choice_by_chance_follows_the_weights_too() {
        SplittableRandom random = new SplittableRandom(20_261_125);
        List<ServiceInstance> instances = List.of(instance(1, "10.0"), instance(2, "90.0"));

        long canary = IntStream.range(0, KEYS)
                .filter(n -> Rendezvous.winner(instances, instance -> random.nextDouble())
                                .orElseThrow()
                                .getPort()
                        == 1)
                .count();

        assertThat(canary / (double) KEYS).isCloseTo(0.1, within(0.005));
    }

    @Test
    void an_instance_that_goes_moves_its_own_keys_only_and_gets_them_back() {
        List<ServiceInstance> all =
                IntStream.range(1, 6).mapToObj(n -> instance(n, "1.0")).toList();
        List<ServiceInstance> fewer =
                all.stream().filter(instance -> instance.getPort() != 3).toList();

        for (int key = 0; key < 10_000; key++) {
            int before = winner("room-" + key, all);
            int after = winner("room-" + key, fewer);
            assertThat(after == before || before == 3).as("key %d", key).isTrue();
        }
    }

    @Test
    void a_weight_that_grows_takes_keys_and_moves_none_among_the_others() {
        List<ServiceInstance> before = List.of(instance(1, "1.0"), instance(2, "1.0"), instance(3, "1.0"));
        List<ServiceInstance> after = List.of(instance(1, "1.0"), instance(2, "1.0"), instance(3, "2.0"));

        for (int key = 0; key < 10_000; key++) {
            int now = winner("room-" + key, after);
            assertThat(now == 3 || now == winner("room-" + key, before))
                    .as("key %d", key)
                    .isTrue();
        }
    }

    @Test
    void the_order_of_the_list_does_not_matter_so_gateways_agree() {
        List<ServiceInstance> instances = List.of(instance(1, "1.0"), instance(2, "3.0"), instance(3, "1.0"));

        for (int key = 0; key < 1_000; key++) {
            assertThat(winner("room-" + key, instances.reversed())).isEqualTo(winner("room-" + key, instances));
        }
    }

    @Test
    void weight_zero_gets_nothing_and_nonsense_counts_as_one() {
        assertThat(shares(List.of(instance(1, "0.0"), instance(2, "0.01")))).containsOnlyKeys(2);
        assertThat(shares(List.of(instance(1, "much"), instance(2, "1.0"))).get(1))
                .isCloseTo(KEYS / 2, within(KEYS / 40));
    }

    @Test
    void nobody_is_nobody() {
        assertThat(Rendezvous.winner(List.of(), instance -> 0.5)).isEmpty();
    }

    private static Map<Integer, Integer> shares(List<ServiceInstance> instances) {
        Map<Integer, Integer> shares = new HashMap<>();
        IntStream.range(0, KEYS).forEach(key -> shares.merge(winner("stream-" + key, instances), 1, Integer::sum));
        return shares;
    }

    private static int winner(String key, List<ServiceInstance> instances) {
        return Rendezvous.winner(instances, instance -> Rendezvous.draw(key, instance))
                .orElseThrow()
                .getPort();
    }

    private static ServiceInstance instance(int port, String weight) {
        return new DefaultServiceInstance(
                "i-" + port, "stream-service", "10.0.0.1", port, false, Map.of("nacos.weight", weight));
    }
}
