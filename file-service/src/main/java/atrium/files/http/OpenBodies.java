package atrium.files.http;

import atrium.files.problem.FileProblem;
import atrium.files.quota.FileProperties;
import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException.Reason;
import atrium.platform.config.Live;
import atrium.platform.lifecycle.Phases;
import atrium.platform.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * The bodies that are being received: never more than the limit, and each ends when the service stops.
 *
 * <p>What waits in memory for the disk is bounded for all together: the more bodies, the fewer buffers each may have.
 *
 * <p>On a stop the web server first waits for running requests as long as a phase may take. What is left then is cut
 * here, one phase later: every byte that came is in the store, and the client may go on after the restart.
 */
public final class OpenBodies implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OpenBodies.class);

    /** How many bytes of a refused body are still read, so that its sender gets the answer; more is not waited for. */
    public static final int MAX_SKIPPED = 256 * 1024;

    /** Of all bodies together, unless that leaves one fewer than {@link #FEWEST}. */
    private static final int BUFFERS = 256;

    /** One is filled while the other is written. */
    private static final int FEWEST = 2;

    /** Between the web server's waiting and its closing of the connections. */
    private static final int PHASE = Phases.WEB_SERVER - 1;

    private static final Duration COME_AGAIN = Duration.ofSeconds(5);
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);

    private final Live<FileProperties> properties;
    private final Set<ArrivingBody> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final Semaphore closings = new Semaphore(0);
    private volatile boolean running;

    public OpenBodies(Live<FileProperties> properties, MeterRegistry meters) {
        this.properties = properties;
        Gauge.builder("atrium.files.uploads.active", count, AtomicInteger::get)
                .description("Request bodies being received now")
                .register(meters);
    }

    /** The body of {@code exchange}, which its reader closes; refused with 503 when there are too many. */
    public Body open(ServerWebExchange exchange) {
        FileProperties now = properties.get();
        if (!running) {
            throw FileProblem.CUT_BY_STOP
                    .with("The service is stopping; go on with the next.")
                    .retryAfter(COME_AGAIN);
        }
        if (count.incrementAndGet() > now.maxConcurrent()) {
            count.decrementAndGet();
            throw tooMany(now.maxConcurrent());
        }
        ArrivingBody[] self = new ArrivingBody[1];
        ServerHttpRequest request = exchange.getRequest();
        ArrivingBody body = new ArrivingBody(
                request.getBody(),
                Arrival.of(exchange),
                request.getHeaders().getContentLength(),
                now.idleTimeout(),
                this::share,
                () -> closed(self[0]));
        self[0] = body;
        open.add(body);
        return body;
    }

    private int share() {
        return Math.clamp(BUFFERS / Math.max(1, count.get()), FEWEST, ArrivingBody.MOST);
    }

    private void closed(ArrivingBody body) {
        open.remove(body);
        count.decrementAndGet();
        closings.release();
    }

    private static ProblemException tooMany(int allowed) {
        return FileProblem.BUSY
                .with("Too many uploads are running (allowed: " + allowed + ").")
                .retryAfter(COME_AGAIN);
    }

    @Override
    public void start() {
        running = true;
    }

    /** Cuts what is left and waits until its bytes are written. */
    @Override
    public void stop() {
        running = false;
        closings.drainPermits();
        int left = open.size();
        open.forEach(body -> body.cut(Reason.STOPPING));
        try {
            if (!closings.tryAcquire(left, LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("some of {} uploads had not written their last bytes after {}", left, LAST_WRITES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
