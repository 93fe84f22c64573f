package atrium.files.upload;

import atrium.files.lock.Locks;
import atrium.files.lock.local.LocalLocks;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Locks that a test can lose. */
final class LosableLocks implements Locks {

    private final Locks locks = new LocalLocks(Duration.ofSeconds(2));
    private final Set<String> lost = new HashSet<>();

    void lose(String name) {
        lost.add(name);
    }

    void loseNone() {
        lost.clear();
    }

    @Override
    public Held hold(String name, Runnable askedBack) throws IOException {
        return losable(name, locks.hold(name, askedBack));
    }

    @Override
    public Optional<Held> tryHold(String name, Runnable askedBack) throws IOException {
        return locks.tryHold(name, askedBack).map(held -> losable(name, held));
    }

    private Held losable(String name, Held held) {
        return new Held() {
            @Override
            public boolean isLost() {
                return lost.contains(name);
            }

            @Override
            public void close() {
                held.close();
            }
        };
    }
}
