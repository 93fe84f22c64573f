package atrium.files.lock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.lock.Locks;
import atrium.files.lock.LocksContract;
import atrium.files.problem.FileProblem;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LocalLocksTests extends LocksContract {

    @Override
    protected Locks open() {
        return new LocalLocks(PATIENCE);
    }

    @Test
    void a_request_that_came_earlier_does_not_take_the_lock_from_a_later_one() throws IOException {
        LocalLocks locks = new LocalLocks(PATIENCE);
        AtomicInteger asked = new AtomicInteger();

        try (Locks.Held later = locks.hold("a", Long.MIN_VALUE, asked::incrementAndGet)) {
            assertThatThrownBy(() -> locks.hold("a", Long.MAX_VALUE, () -> {}))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(FileProblem.LOCKED));
            assertThat(later.isLost()).isFalse();
        }

        assertThat(asked).hasValue(0);
        locks.hold("a", Long.MAX_VALUE, () -> {}).close();
    }
}
