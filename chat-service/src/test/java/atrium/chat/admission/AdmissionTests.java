package atrium.chat.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.chat.problem.ChatProblem;
import atrium.platform.config.Live;
import atrium.platform.problem.ProblemException;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class AdmissionTests {

    private final Live<HandshakeProperties> settings = new Live<>(new HandshakeProperties(List.of(), 2, 3, 0));
    private long now;
    private final Admission admission = new Admission(settings, () -> now);

    @Test
    void an_address_gets_its_burst_and_then_its_rate_and_another_one_its_own() {
        for (int i = 0; i < 3; i++) {
            admission.admit(from("203.0.113.7"));
        }
        refused("203.0.113.7", ChatProblem.TOO_MANY_CONNECTIONS);
        admission.admit(from("203.0.113.8"));

        now += Duration.ofMillis(500).toNanos();
        admission.admit(from("203.0.113.7"));
        refused("203.0.113.7", ChatProblem.TOO_MANY_CONNECTIONS);
    }

    @Test
    void this_machine_itself_has_no_rate() {
        for (int i = 0; i < 100; i++) {
            admission.admit(from("127.0.0.1"));
            admission.admit(from("::1"));
        }
    }

    @Test
    void who_is_refused_is_told_when_to_come_back() {
        for (int i = 0; i < 3; i++) {
            admission.admit(from("203.0.113.7"));
        }
        assertThatThrownBy(() -> admission.admit(from("203.0.113.7")))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.getStatusCode().value()).isEqualTo(429);
                    assertThat(problem.getHeaders().getFirst("Retry-After")).isEqualTo("1");
                });
    }

    @Test
    void a_new_limit_holds_for_the_next_attempt() {
        for (int i = 0; i < 3; i++) {
            admission.admit(from("203.0.113.7"));
        }
        settings.replace(new HandshakeProperties(List.of(), 2, 5, 0));
        admission.admit(from("203.0.113.7"));
        admission.admit(from("203.0.113.7"));
        refused("203.0.113.7", ChatProblem.TOO_MANY_CONNECTIONS);
    }

    @Test
    void a_whole_64_of_ipv6_is_one_address() {
        admission.admit(from("2001:db8:0:1::1"));
        admission.admit(from("2001:db8:0:1:ffff::2"));
        admission.admit(from("2001:db8:0:1:1234:5678:9abc:def0"));
        refused("2001:db8:0:1::4", ChatProblem.TOO_MANY_CONNECTIONS);
        admission.admit(from("2001:db8:0:2::1"));
    }

    @Test
    void connections_at_the_same_time_may_be_limited_too() {
        settings.replace(new HandshakeProperties(List.of(), 100, 100, 2));
        EmbeddedChannel first = new EmbeddedChannel();
        admission.admit(from("203.0.113.7")).connected(first);
        admission.admit(from("203.0.113.7")).connected(new EmbeddedChannel());
        refused("203.0.113.7", ChatProblem.TOO_MANY_CONNECTIONS);

        first.close();

        admission.admit(from("203.0.113.7"));
    }

    @Test
    void an_origin_that_is_not_ours_is_refused_until_it_is_allowed() {
        var request = MockServerHttpRequest.get("/ws")
                .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral("203.0.113.7"), 1))
                .header("Host", "chat.example.org")
                .header("Origin", "https://partner.example")
                .build();
        assertThatThrownBy(() -> admission.admit(request))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ChatProblem.ORIGIN_NOT_ALLOWED));

        settings.replace(new HandshakeProperties(List.of("https://partner.example"), 2, 3, 0));

        admission.admit(request);
    }

    private void refused(String address, ChatProblem expected) {
        assertThatThrownBy(() -> admission.admit(from(address)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(expected));
    }

    private static MockServerHttpRequest from(String address) {
        return MockServerHttpRequest.get("/ws")
                .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral(address), 1))
                .build();
    }
}
