package atrium.chat.backplane.redis;

import atrium.chat.backplane.RecordingHalf;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Somebody who says something every few milliseconds, until closed. */
final class Talk implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final RecordingHalf half;
    private final int atOnce;

    /** @param atOnce messages each 10 ms */
    Talk(RecordingHalf half, int atOnce) {
        this.half = half;
        this.atOnce = atOnce;
        clock.scheduleAtFixedRate(this::say, 0, 10, TimeUnit.MILLISECONDS);
    }

    private void say() {
        for (int i = 0; i < atOnce; i++) {
            half.say("talk");
        }
    }

    @Override
    public void close() {
        clock.close();
    }
}
