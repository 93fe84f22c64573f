package atrium.files.download;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what WebFlux does not see: {@code http.server.requests} with the tags that all other requests have, and the
 * gauge {@code atrium.files.downloads.active}.
 */
final class DownloadMeters {

    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final AtomicInteger active = new AtomicInteger();
    private final Map<Answer, Timer> timers = new ConcurrentHashMap<>();

    DownloadMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("atrium.files.downloads.active", active, AtomicInteger::get)
                .description("Downloads that are being sent now")
                .register(registry);
    }

    Timer.Sample begin() {
        active.incrementAndGet();
        return Timer.start(registry);
    }

    void end(Timer.Sample begun, String method, int status) {
        active.decrementAndGet();
        begun.stop(timers.computeIfAbsent(new Answer(method, status), this::timer));
    }

    /** The tags of Spring's {@code DefaultServerRequestObservationConvention}; Prometheus wants the same for one name. */
    private Timer timer(Answer answer) {
        return Timer.builder("http.server.requests")
                .tag("error", NONE)
                .tag("exception", NONE)
                .tag("method", answer.method)
                .tag("outcome", outcome(answer.status))
                .tag("status", Integer.toString(answer.status))
                .tag("uri", DownloadRoute.URI)
                .register(registry);
    }

    private static String outcome(int status) {
        return switch (status / 100) {
            case 2 -> "SUCCESS";
            case 3 -> "REDIRECTION";
            case 4 -> "CLIENT_ERROR";
            default -> "SERVER_ERROR";
        };
    }

    private record Answer(String method, int status) {}
}
