package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A full room, on bad networks. */
@ExtendWith(SystemUnderTest.class)
class CrowdIT {

    private static final int MEMBERS = 200;
    private static final int LINES = 100;

    /** The room's memory is raised, so that it holds all that somebody misses who is slow to come back on a busy machine. */
    @Test
    void two_hundred_members_see_twenty_thousand_messages_once_and_in_order(RunningSystem system) throws Exception {
        String config =
                Files.readString(RunningSystem.repository().resolve("nacos-config/config/ATRIUM/chat-service.yaml"));
        system.nacos()
                .publish(
                        "chat-service.yaml",
                        config.replace("keep: 1000 ", "keep: 20000 ")
                                .replace("size: 1MB ", "size: 16MB ")
                                .replace("queue: 1MB ", "queue: 8MB "));
        try (Crowd crowd = new Crowd(system.webSocket("/ws/crowd"), MEMBERS)) {
            crowd.talk(LINES, 1000, 10, Duration.ofMinutes(2));
            crowd.assertAllSawTheSame(LINES);
            assertThat(crowd.returns()).isGreaterThan(50);
        } finally {
            system.nacos().publish("chat-service.yaml", config);
        }
    }
}
