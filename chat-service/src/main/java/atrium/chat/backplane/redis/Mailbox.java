package atrium.chat.backplane.redis;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in the order in which they come, and none in the thread that brings it. Who puts in
 * more than a few bounds them: see {@link RedisLine}.
 */
final class Mailbox {

    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);
    /** Tasks in a row, before others that share the executor have a turn. */
    private static final int TURN = 256;

    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean scheduled;

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    void run(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        } finally {
            lock.unlock();
        }
        executor.execute(this::turn);
    }

    private void turn() {
        for (int i = 0; i < TURN; i++) {
            Runnable task = next();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("a room goes on after this", e);
            }
        }
        executor.execute(this::turn);
    }

    @org.jspecify.annotations.Nullable
    private Runnable next() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            scheduled = task != null;
            return task;
        } finally {
            lock.unlock();
        }
    }
}
