package atrium.stream.egress.hls;

import atrium.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.publisher.MonoSink;

/**
 * The requests for one stream that wait for something to come; confined to one loop. A request that would be one too
 * many is refused, because one that is answered too early comes again at once.
 */
final class Blocked {

    private final Set<Request> requests = new LinkedHashSet<>();
    private final HlsProperties properties;
    private final AtomicInteger total;

    /** @param total how many wait for all streams */
    Blocked(HlsProperties properties, AtomicInteger total) {
        this.properties = properties;
        this.total = total;
    }

    /** One that waits; compared by identity. */
    static final class Request {

        private final Predicate<Window> due;
        private final boolean viewer;
        private final MonoSink<Edition> sink;
        private final long until;

        /**
         * @param viewer whether it counts as somebody who watches
         * @param until when to give up, in the nanoseconds of the loop's clock
         */
        Request(Predicate<Window> due, boolean viewer, MonoSink<Edition> sink, long until) {
            this.due = due;
            this.viewer = viewer;
            this.sink = sink;
            this.until = until;
        }
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    int viewers() {
        return (int) requests.stream().filter(request -> request.viewer).count();
    }

    void add(Request request) {
        if (requests.size() >= properties.maxBlockedPerStream() || total.get() >= properties.maxBlocked()) {
            request.sink.error(HlsProblem.CROWDED.forNow("Ask again, or watch another way."));
            return;
        }
        requests.add(request);
        total.incrementAndGet();
    }

    void remove(Request request) {
        if (requests.remove(request)) {
            total.decrementAndGet();
        }
    }

    /** Answers those who waited for this. */
    void answer(Edition now) {
        for (Request request : takeIf(request -> request.due.test(now.window()))) {
            request.sink.success(now);
        }
    }

    /** Refuses those who have waited long enough. */
    void expire(long now) {
        for (Request request : takeIf(request -> now - request.until >= 0)) {
            request.sink.error(HlsProblem.LATE.forNow("The stream did not get that far in time."));
        }
    }

    void refuse(Supplier<ProblemException> problem) {
        for (Request request : takeIf(request -> true)) {
            request.sink.error(problem.get());
        }
    }

    /** They are taken out before any is answered, because who is answered may ask again. */
    private List<Request> takeIf(Predicate<Request> condition) {
        List<Request> taken = new ArrayList<>();
        requests.removeIf(request -> condition.test(request) && taken.add(request));
        total.addAndGet(-taken.size());
        return taken;
    }
}
