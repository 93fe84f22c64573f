package atrium.chat.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisitorsTests {

    private static final HandshakeProperties LIMITS = new HandshakeProperties(List.of(), 1, 2, 0);

    private long now;
    private final Visitors visitors = new Visitors(() -> now);

    @Test
    void an_address_is_forgotten_once_its_rate_has_recovered() {
        visitors.from(address(1), LIMITS).mayTry(now, LIMITS);
        assertThat(visitors.size()).isEqualTo(1);

        now += Duration.ofSeconds(2).toNanos();
        visitors.from(address(2), LIMITS);
        assertThat(visitors.size()).isEqualTo(2);

        now += Duration.ofSeconds(1).toNanos();
        visitors.from(address(2), LIMITS);
        assertThat(visitors.size()).isEqualTo(1);
    }

    @Test
    void an_address_that_is_connected_is_not_forgotten() {
        EmbeddedChannel channel = new EmbeddedChannel();
        visitors.from(address(1), LIMITS).connected(channel);

        now += Duration.ofHours(1).toNanos();
        assertThat(visitors.from(address(1), LIMITS).connections()).isEqualTo(1);

        channel.close();
        now += Duration.ofHours(1).toNanos();
        visitors.from(address(2), LIMITS);
        assertThat(visitors.size()).isEqualTo(1);
    }

    @Test
    void addresses_beyond_the_bound_share_one_place() {
        for (int i = 0; i < 100_000; i++) {
            visitors.from(address(i), LIMITS);
        }
        assertThat(visitors.size()).isEqualTo((1 << 16) + 1);
        assertThat(visitors.from(address(200_000), LIMITS)).isSameAs(visitors.from(address(300_000), LIMITS));
        assertThat(visitors.from(address(1), LIMITS)).isNotSameAs(visitors.from(address(2), LIMITS));
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(
                    ByteBuffer.allocate(4).putInt(0x0A00_0000 + number).array());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
