package atrium.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.RedisProcess;
import atrium.platform.testsupport.Requires;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A link to a real Redis, which ends, stands still, forgets, and comes back. */
@Requires(Part.REDIS)
class RedisConnectorIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String CHANNEL = "news";
    private static final String[] TOTAL = {"total"};
    private static final RedisScript<Long> COUNT = RedisScript.ofNumber("/atrium/platform/redis/count.lua");
    private static final RedisScript<List<Object>> SAY = RedisScript.ofList("/atrium/platform/redis/say.lua");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Diary diary = new Diary();
    private final RedisProcess redis;
    private final RedisConnector<RedisLink> connector;

    RedisConnectorIT() throws IOException {
        redis = RedisProcess.start();
        connector = new RedisConnector<>(
                new RedisProperties(redis.uri(), Duration.ofSeconds(1)),
                new RedisUse("atrium-test", "nothing is said", List.of(COUNT, SAY)),
                timer,
                System::nanoTime,
                diary);
    }

    @AfterEach
    void stop() throws IOException {
        connector.close();
        timer.shutdown();
        redis.close();
    }

    @Test
    void a_link_has_its_scripts_and_hears_before_anybody_has_it() throws Exception {
        RedisLink link = connected();

        assertThat(get(link.runLoaded(COUNT, TOTAL, "2"))).isEqualTo(2);
        assertThat(get(link.runLoaded(SAY, new String[0], CHANNEL, "hello"))).isEqualTo(List.of(CHANNEL, "hello"));
        await().atMost(SOON).until(() -> diary.heard.equals(List.of("hello")));
        assertThat(diary.events).containsExactly("up");
    }

    @Test
    void a_script_that_redis_has_forgotten_is_loaded_again() throws Exception {
        RedisLink link = connected();
        redis.command("SCRIPT", "FLUSH");

        assertThat(get(link.run(COUNT, TOTAL, "3"))).isEqualTo(3);
        assertThat(get(link.runLoaded(COUNT, TOTAL, "3"))).isEqualTo(6);
    }

    @Test
    void what_must_not_be_overtaken_fails_with_a_forgotten_script_and_goes_the_next_time() throws Exception {
        RedisLink link = connected();
        redis.command("SCRIPT", "FLUSH");

        Throwable refused = link.runLoaded(COUNT, TOTAL, "3")
                .handle((value, e) -> e)
                .toCompletableFuture()
                .get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(RedisLink.isNoScript(refused)).isTrue();
        assertThat(RedisLink.isAnswer(refused)).isTrue();
        assertThat(get(link.runLoaded(COUNT, TOTAL, "3"))).isEqualTo(3);
    }

    @Test
    void a_redis_that_ends_is_lost_and_another_link_takes_its_place() throws Exception {
        RedisLink first = connected();

        redis.kill();
        await().atMost(SOON).until(() -> connector.link() == null);
        redis.launch();
        await().atMost(SOON).until(() -> connector.link() != null);

        RedisLink second = connector.link();
        assertThat(second).isNotSameAs(first);
        assertThat(get(second.runLoaded(COUNT, TOTAL, "1"))).isEqualTo(1);
        await().atMost(SOON).until(() -> diary.events.equals(List.of("up", "down", "up")));
    }

    @Test
    void a_redis_that_stands_still_is_lost_although_its_connections_are_open() throws Exception {
        connected();

        redis.pause();
        await().atMost(SOON).until(() -> diary.events.equals(List.of("up", "down")));
        assertThat(connector.link()).isNull();
        redis.resume();

        await().atMost(SOON).until(() -> connector.link() != null);
    }

    @Test
    void a_redis_that_is_not_there_is_told_once_and_found_when_it_comes() throws Exception {
        redis.kill();
        connector.start();
        await().atMost(SOON).until(connector::tried);
        assertThat(connector.link()).isNull();

        redis.launch();

        await().atMost(SOON).until(() -> diary.events.equals(List.of("none", "up")));
    }

    private RedisLink connected() {
        connector.start();
        return await().atMost(SOON).until(connector::link, found -> found != null && diary.events.contains("up"));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    /** What a service is told. */
    private static final class Diary implements RedisConnector.Listener<RedisLink> {

        private final List<String> events = new CopyOnWriteArrayList<>();
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<RedisLink> made(RedisLink link) {
            link.listen(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String text) {
                    heard.add(text);
                }
            });
            CompletableFuture<Void> listening = link.feed().subscribe(CHANNEL).toCompletableFuture();
            return listening.thenApply(done -> link);
        }

        @Override
        public void up(RedisLink link) {
            events.add("up");
        }

        @Override
        public void down(RedisLink link) {
            events.add("down");
        }

        @Override
        public void none() {
            events.add("none");
        }
    }
}
