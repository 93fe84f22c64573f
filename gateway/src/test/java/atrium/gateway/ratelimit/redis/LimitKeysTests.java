package atrium.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.ratelimit.Household;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class LimitKeysTests {

    @Test
    void an_address_is_in_the_key_as_it_is_and_half_of_one_of_version_6() {
        assertThat(key("192.0.2.1")).isEqualTo("atrium:gateway:limit:address:192.0.2.1");
        assertThat(key("2001:db8:1:2:3::4"))
                .isEqualTo("atrium:gateway:limit:address:20010db800010002")
                .isEqualTo(key("2001:db8:1:2::"));
        assertThat(key("fe80::1")).isEqualTo("atrium:gateway:limit:address:fe80000000000000");
    }

    @Test
    void a_person_is_a_hash_of_few_letters() {
        assertThat(LimitKeys.of("user", "jane"))
                .isEqualTo(LimitKeys.of("user", "jane"))
                .matches("atrium:gateway:limit:user:[\\w-]{22}");
        assertThat(LimitKeys.of("user", "\u623f\r\n ".repeat(10_000)))
                .matches("atrium:gateway:limit:user:[\\w-]{22}")
                .isNotEqualTo(LimitKeys.of("user", "jane"));
        assertThat(LimitKeys.of("user", "192.0.2.1")).isNotEqualTo(LimitKeys.of("user", address("192.0.2.1")));
    }

    private static String key(String address) {
        return LimitKeys.of("address", address(address));
    }

    private static Object address(String address) {
        return Household.of(InetAddress.ofLiteral(address));
    }
}
