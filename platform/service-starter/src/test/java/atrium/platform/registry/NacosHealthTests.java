package atrium.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class NacosHealthTests {

    @Test
    void is_up_while_nacos_answers_and_degraded_with_the_reason_when_it_does_not() {
        assertThat(new NacosHealth(() -> "UP").health().getStatus()).isEqualTo(Status.UP);

        var away = new NacosHealth(() -> "DOWN").health();

        assertThat(away.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(away.getDetails()).containsKey("reason");
    }
}
