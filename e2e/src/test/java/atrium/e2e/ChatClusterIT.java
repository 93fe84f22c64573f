package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.RedisProcess;
import atrium.platform.testsupport.Requires;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Two chat-services behind one gateway, with a Redis between them, and what members notice when one of them fails. */
@Requires(Part.REDIS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChatClusterIT {

    private static final int MEMBERS = 40;
    private static final int LINES = 50;
    private static final int PER_SECOND = 200;

    /** Less in ten seconds than a room remembers. */
    private static final int SLOWLY = 50;

    private static final int FEW_LINES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern MEMBERS_METER = Pattern.compile("(?m)^atrium_chat_members (\\d+)");

    private Path directory;
    private RedisProcess redis;
    private RunningSystem system;
    private ChatInstance second;

    @BeforeAll
    void start() throws IOException {
        directory = Files.createDirectories(RunningSystem.repository().resolve("e2e/target/cluster"));
        redis = RedisProcess.start();
        system = RunningSystem.at(directory.resolve("atrium-" + redis.port()), Map.of("ATRIUM_REDIS_URI", redis.uri()));
        RunningSystem.Output up = system.atrium("up", "--detach");
        assertThat(up.exit()).as(up.text()).isZero();
        second = startSecond();
    }

    @AfterAll
    void stop() throws IOException {
        if (second != null) {
            second.close();
        }
        system.close();
        redis.close();
    }

    @Test
    @Order(1)
    void an_instance_is_killed_and_nothing_is_lost_doubled_or_out_of_order() throws IOException {
        try (Crowd crowd = new Crowd(system.webSocket("/ws/killed"), MEMBERS)) {
            assertThat(members(second)).isPositive();
            var killed = after(2, () -> second.kill());

            crowd.talk(LINES, PER_SECOND, 2, PATIENCE);

            killed.join();
            crowd.assertAllSawTheSame(LINES);
            assertThat(crowd.returns()).isPositive();
        }
        second = startSecond();
    }

    @Test
    @Order(2)
    void redis_stands_still_for_ten_seconds_and_every_member_sees_every_message_once() {
        try (Crowd crowd = new Crowd(system.webSocket("/ws/still"), MEMBERS)) {
            var stopped = after(1, () -> redis.pause());
            var goesOn = after(11, () -> redis.resume());

            crowd.talk(FEW_LINES, SLOWLY, 0, PATIENCE);

            stopped.join();
            goesOn.join();
            crowd.assertAllSawAll(FEW_LINES);
        }
    }

    @Test
    @Order(3)
    void redis_comes_back_empty_and_members_stay_and_talk_on() {
        try (Crowd crowd = new Crowd(system.webSocket("/ws/empty"), MEMBERS)) {
            var restarted = after(2, () -> {
                redis.kill();
                redis.launch();
            });

            crowd.talk(LINES, PER_SECOND, 0, PATIENCE);

            restarted.join();
            crowd.assertNobodySawAnythingTwice();
            assertThat(crowd.returns()).as("connections that were lost").isZero();
            await("one room again")
                    .atMost(PATIENCE)
                    .until(() ->
                            Http.get(system.url("/chat/rooms/empty")).body().contains("\"members\":" + MEMBERS));
        }
    }

    /** Ready, and known to the gateway: half of the newcomers land on it. */
    private ChatInstance startSecond() throws IOException {
        ChatInstance started = ChatInstance.beside(system, Files.createTempDirectory(directory, "second"));
        await("the second instance is up")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> {
                    try (Crowd probe = new Crowd(system.webSocket("/ws/probe"), 4)) {
                        return members(started) > 0;
                    }
                });
        return started;
    }

    private static int members(ChatInstance instance) throws IOException {
        String port = instance.managementPort();
        if (port.isEmpty()) {
            return 0;
        }
        Matcher meter = MEMBERS_METER.matcher(Http.get(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .body());
        return meter.find() ? Integer.parseInt(meter.group(1)) : 0;
    }

    private interface Fault {
        void happen() throws IOException;
    }

    private static CompletableFuture<Void> after(int seconds, Fault fault) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        fault.happen();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
    }
}
