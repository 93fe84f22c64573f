package atrium.gateway.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderHttpTests {

    private final MovableClock clock = new MovableClock();
    private final ProviderHttp http = new ProviderHttp(Duration.ofMillis(500));
    private StubProvider provider;

    @BeforeEach
    void serve() throws IOException {
        provider = new StubProvider();
    }

    @AfterEach
    void stop() {
        http.close();
        provider.close();
    }

    @Test
    void an_answer_that_is_too_large_is_not_read_to_its_end() throws IOException {
        provider.answer("/large", 200, "x".repeat(ProviderHttp.LARGEST + 1));
        provider.answer("/large-enough", 200, "x".repeat(ProviderHttp.LARGEST));

        assertThatThrownBy(() -> http.retrieveResource(provider.at("/large").toURL()))
                .isInstanceOf(IOException.class);
        assertThat(http.retrieveResource(provider.at("/large-enough").toURL()).getContent())
                .hasSize(ProviderHttp.LARGEST);
    }

    @Test
    void an_answer_that_begins_and_does_not_end_is_given_up() {
        provider.server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });

        assertThatThrownBy(() -> http.retrieveResource(provider.at("/slow").toURL()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no whole answer in PT0.5S");
    }

    @Test
    void a_redirect_is_not_followed() {
        AtomicInteger elsewhere = provider.answer("/elsewhere", 200, "{}");
        provider.server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            StubProvider.respond(exchange, 302, "");
        });

        assertThatThrownBy(() -> http.retrieveResource(provider.at("/moved").toURL()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("302");
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void a_provider_that_is_away_is_asked_once_in_five_seconds_and_one_that_was_known_stays_known() {
        Discovery discovery = new Discovery(provider.issuer(), http, clock);
        AtomicInteger faults = provider.answer(StubProvider.WELL_KNOWN, 500, "");
        for (int i = 0; i < 20; i++) {
            assertAway(discovery);
        }
        assertThat(faults).hasValue(1);

        provider.server.removeContext(StubProvider.WELL_KNOWN);
        AtomicInteger asked = provider.answer(StubProvider.WELL_KNOWN, 200, provider.metadata());
        assertAway(discovery);
        clock.pass(Discovery.PAUSE);
        for (int i = 0; i < 20; i++) {
            assertThat(discovery.get().getIssuer().getValue()).isEqualTo(provider.issuer());
        }
        assertThat(asked).hasValue(1);

        provider.server.removeContext(StubProvider.WELL_KNOWN);
        clock.pass(Discovery.KEPT);
        assertThat(discovery.get().getIssuer().getValue()).isEqualTo(provider.issuer());
    }

    @Test
    void a_document_of_another_issuer_or_with_unsafe_addresses_does_not_count() {
        provider.answer(StubProvider.WELL_KNOWN, 200, StubProvider.metadata("https://evil.example", provider.issuer()));
        assertAway(new Discovery(provider.issuer(), http, clock));

        provider.server.removeContext(StubProvider.WELL_KNOWN);
        provider.answer(StubProvider.WELL_KNOWN, 200, StubProvider.metadata(provider.issuer(), "http://plain.example"));
        assertAway(new Discovery(provider.issuer(), http, clock));
    }

    private static void assertAway(Discovery discovery) {
        assertThatThrownBy(discovery::get)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(AuthProblem.PROVIDER_AWAY));
    }
}
