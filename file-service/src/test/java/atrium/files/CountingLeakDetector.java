package atrium.files;

import io.netty.util.ResourceLeakDetector;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what Netty finds; named by the system property {@code io.netty.customResourceLeakDetector}. */
public final class CountingLeakDetector<T> extends ResourceLeakDetector<T> {

    private static final AtomicInteger LEAKS = new AtomicInteger();
    private static volatile boolean used;

    public CountingLeakDetector(Class<?> type, int samplingInterval) {
        super(type, samplingInterval);
        used = true;
    }

    /** The form that Netty also looks for. */
    public CountingLeakDetector(Class<?> type, int samplingInterval, long maxActive) {
        this(type, samplingInterval);
    }

    static int leaks() {
        return LEAKS.get();
    }

    static boolean isInUse() {
        return used;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        LEAKS.incrementAndGet();
        super.reportTracedLeak(type, records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        LEAKS.incrementAndGet();
        super.reportUntracedLeak(type);
    }
}
