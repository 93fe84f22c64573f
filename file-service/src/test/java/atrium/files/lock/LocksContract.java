package atrium.files.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all {@link Locks} do; extended once for each. */
public abstract class LocksContract {

    protected static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Runnable IGNORED = () -> {};

    private Locks locks;

    /** Fresh locks with {@link #PATIENCE}. */
    protected abstract Locks open() throws IOException;

    @BeforeEach
    void start() throws IOException {
        locks = open();
    }

    @Test
    void a_lock_has_one_holder() throws IOException {
        try (Locks.Held held = locks.hold("a")) {
            assertThat(held.isLost()).isFalse();
            assertThat(locks.tryHold("a", IGNORED)).isEmpty();
            try (Locks.Held other = locks.tryHold("b", IGNORED).orElseThrow()) {
                assertThat(other.isLost()).isFalse();
            }
        }
        locks.tryHold("a", IGNORED).orElseThrow().close();
    }

    @Test
    void a_lock_given_back_twice_is_not_taken_from_its_next_holder() throws IOException {
        Locks.Held first = locks.hold("a");
        first.close();
        try (Locks.Held second = locks.hold("a")) {
            first.close();

            assertThat(second.isLost()).isFalse();
            assertThat(locks.tryHold("a", IGNORED)).isEmpty();
        }
    }

    @Test
    void a_holder_is_asked_once_by_all_who_want_the_lock() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Locks.Held held = locks.hold("a", asked::incrementAndGet);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> one = others.submit(() -> takeAndGive());
            Future<?> two = others.submit(() -> takeAndGive());
            await().atMost(Duration.ofSeconds(5)).until(() -> asked.get() == 1);

            held.close();

            one.get();
            two.get();
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void who_does_not_give_it_back_keeps_it_and_the_other_is_told_423() throws IOException {
        try (Locks.Held held = locks.hold("a")) {
            assertThatThrownBy(() -> locks.hold("a"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("423");
            assertThat(held.isLost()).isFalse();
        }
    }

    @Test
    void an_attempt_asks_nobody() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (Locks.Held held = locks.hold("a", asked::incrementAndGet)) {
            assertThat(locks.tryHold("a", IGNORED)).isEmpty();
            assertThat(held.isLost()).isFalse();
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void thirty_two_at_once_are_one_at_a_time() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> one : IntStream.range(0, 32)
                    .mapToObj(i -> all.submit(() -> {
                        while (!enter(inside, together)) {
                            Thread.onSpinWait();
                        }
                        return done.incrementAndGet();
                    }))
                    .toList()) {
                one.get();
            }
        }
        assertThat(done).hasValue(32);
        assertThat(together).hasValue(0);
    }

    /** Whether the lock was had; what could not wait long enough comes again. */
    @SuppressWarnings("try") // held, not used
    private boolean enter(AtomicInteger inside, AtomicInteger together) throws IOException {
        try (Locks.Held held = locks.hold("a")) {
            if (inside.incrementAndGet() > 1) {
                together.incrementAndGet();
            }
            inside.decrementAndGet();
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private Void takeAndGive() throws IOException {
        locks.hold("a").close();
        return null;
    }
}
