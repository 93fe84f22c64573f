package atrium.files.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.files.lock.Locks;
import atrium.files.lock.LocksContract;
import atrium.files.problem.FileProblem;
import atrium.platform.problem.ProblemException;
import atrium.platform.redis.RedisProperties;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.RedisProcess;
import atrium.platform.testsupport.Requires;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link RedisLocks} promise beyond all locks: two processes, one of which may be killed, and a Redis that may, too. */
@Requires(Part.REDIS)
class RedisLocksIT extends LocksContract {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Runnable IGNORED = () -> {};

    private static RedisProcess redis;

    private final List<RedisLocks> open = new ArrayList<>();

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void forgetAll() throws IOException {
        redis.command("FLUSHALL");
    }

    @AfterEach
    void closeAll() {
        open.forEach(RedisLocks::close);
    }

    @Override
    protected Locks open() {
        return process(PATIENCE);
    }

    @Test
    void two_processes_have_one_holder_and_tell_each_other_what_they_want_and_give_back() throws Exception {
        RedisLocks here = process(redis, LONG, LONG, NEVER);
        RedisLocks there = process(redis, LONG, LONG, NEVER);
        open.addAll(List.of(here, there));
        AtomicInteger asked = new AtomicInteger();
        Locks.Held held = here.hold("room:\u623f\u9593.\u00e9", asked::incrementAndGet);

        assertThat(there.tryHold("room:\u623f\u9593.\u00e9", IGNORED)).isEmpty();
        assertThat(asked).hasValue(0);
        Future<Locks.Held> other = later(() -> there.hold("room:\u623f\u9593.\u00e9"));
        await().until(() -> asked.get() == 1);
        held.close();

        try (Locks.Held now = other.get()) {
            assertThat(now.isLost()).isFalse();
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void thirty_two_in_two_processes_are_one_at_a_time() throws Exception {
        List<RedisLocks> processes = List.of(process(LONG), process(LONG));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        List<Future<Locks.Held>> all = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            RedisLocks locks = processes.get(i % 2);
            all.add(later(() -> {
                try (Locks.Held held = locks.hold("a")) {
                    together.addAndGet(inside.incrementAndGet() - 1);
                    inside.decrementAndGet();
                    return held;
                }
            }));
        }
        for (Future<Locks.Held> one : all) {
            assertThat(one.get()).isNotNull();
        }
        assertThat(together).hasValue(0);
    }

    @Test
    void a_lock_is_held_for_longer_than_its_lease_by_who_lives() throws Exception {
        RedisLocks here = process(LONG);
        RedisLocks there = process(LEASE.multipliedBy(2));
        AtomicInteger asked = new AtomicInteger();
        try (Locks.Held held = here.hold("a", asked::incrementAndGet)) {
            assertThatThrownBy(() -> there.hold("a"))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(FileProblem.LOCKED));
            assertThat(held.isLost()).isFalse();
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void the_lock_of_a_killed_process_is_had_when_its_lease_has_ended() throws Exception {
        RedisLocks killed = process(LONG);
        killed.hold("a");
        killed.close(); // gives nothing back
        long since = System.nanoTime();

        try (Locks.Held held = process(LONG).hold("a")) {
            assertThat(held.isLost()).isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isBetween(LEASE.dividedBy(2), LONG);
    }

    @Test
    void a_notice_that_is_lost_is_made_up_for() throws Exception {
        RedisLocks here = process(LONG);
        RedisLocks there = process(LONG);
        Locks.Held held = here.hold("a");
        Future<Locks.Held> other = later(() -> there.hold("a"));
        await().until(() -> redis.command("HEXISTS", Leases.key("a"), "wanted").equals(":1"));
        redis.command("HDEL", Leases.key("a"), "wanted"); // so nobody will be told
        held.close();

        other.get().close();
    }

    @Test
    void without_redis_nobody_gets_a_lock_and_is_told_503_at_once() throws Exception {
        try (RedisProcess other = RedisProcess.start();
                RedisLocks locks = process(other, LONG)) {
            locks.hold("a").close();
            other.kill();
            await().until(() -> !locks.isConnected());

            long since = System.nanoTime();
            assertThatThrownBy(() -> locks.hold("a")).satisfies(RedisLocksIT::isAway);
            assertThatThrownBy(() -> locks.tryHold("a", IGNORED)).satisfies(RedisLocksIT::isAway);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(LONG);
        }
    }

    @Test
    void a_redis_that_stands_still_costs_the_lock_and_its_holder_is_told_in_time() throws Exception {
        try (RedisProcess other = RedisProcess.start();
                RedisLocks locks = process(other, LONG)) {
            AtomicInteger asked = new AtomicInteger();
            Locks.Held held = locks.hold("a", asked::incrementAndGet);
            long since = System.nanoTime();
            other.pause();

            await().until(held::isLost);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(LEASE.multipliedBy(2));
            await().until(() -> asked.get() == 1);
            other.resume();
            await().ignoreExceptions().until(() -> again(locks));
            held.close();
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void a_redis_that_forgot_everything_makes_locks_lost() throws Exception {
        try (RedisProcess other = RedisProcess.start();
                RedisLocks locks = process(other, LONG)) {
            AtomicInteger asked = new AtomicInteger();
            Locks.Held held = locks.hold("a", asked::incrementAndGet);
            other.kill();
            other.launch();

            await().until(held::isLost);
            await().until(() -> asked.get() == 1);
            await().ignoreExceptions().until(() -> again(locks));
        }
    }

    @Test
    void a_redis_that_remembers_lets_holders_keep_what_they_hold() throws Exception {
        try (RedisProcess other = RedisProcess.startDurable();
                RedisLocks locks = process(other, LONG);
                Locks.Held held = locks.hold("a")) {
            other.kill();
            other.launch();
            await().until(locks::isConnected);

            assertThat(held.isLost()).isFalse();
            assertThat(locks.tryHold("a", IGNORED)).isEmpty();
        }
    }

    private static boolean again(RedisLocks locks) throws IOException {
        locks.hold("a").close();
        return true;
    }

    private static void isAway(Throwable e) {
        assertThat(e).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(FileProblem.LOCKS_AWAY);
            assertThat(problem.getHeaders().getFirst("Retry-After")).isEqualTo("2");
        });
    }

    private RedisLocks process(Duration patience) {
        RedisLocks locks = process(redis, patience);
        open.add(locks);
        return locks;
    }

    private static RedisLocks process(RedisProcess redis, Duration patience) {
        return process(redis, LEASE, patience, RedisLocks.POLL);
    }

    private static RedisLocks process(RedisProcess redis, Duration lease, Duration patience, Duration poll) {
        RedisLocks locks = new RedisLocks(
                new RedisProperties(redis.uri(), Duration.ofSeconds(2)),
                new LeaseProperties(lease, patience),
                () -> UUID.randomUUID().toString(),
                poll,
                System::nanoTime);
        locks.start();
        await().until(locks::isConnected);
        return locks;
    }

    private static <T> Future<T> later(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        return task;
    }
}
