package atrium.gateway.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTunnelsTests {

    private final Set<String> over = new HashSet<>();
    private final SessionTunnels tunnels = new SessionTunnels(over::contains);
    private final EmbeddedChannel chat = new EmbeddedChannel();
    private final EmbeddedChannel video = new EmbeddedChannel();
    private final EmbeddedChannel another = new EmbeddedChannel();

    @Test
    void what_a_session_has_opened_ends_with_it() {
        tunnels.add("s1", chat);
        tunnels.add("s1", video);
        tunnels.add("s2", another);

        tunnels.end("s1");

        assertThat(chat.isOpen()).isFalse();
        assertThat(video.isOpen()).isFalse();
        assertThat(another.isOpen()).isTrue();
    }

    @Test
    void a_session_that_ended_while_its_tunnel_was_opened_has_none() {
        over.add("s1");

        tunnels.add("s1", chat);

        assertThat(chat.isOpen()).isFalse();
    }

    @Test
    void who_has_closed_is_forgotten() {
        tunnels.add("s1", chat);
        tunnels.add("s1", video);
        chat.close();
        assertThat(tunnels.size()).isEqualTo(1);
        video.close();

        assertThat(tunnels.size()).isZero();
        tunnels.end("s1");
    }
}
