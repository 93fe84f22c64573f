package atrium.files.announce;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code atrium.files.announcements}, by {@code outcome}: told, refused (the room does not want it), failed (an attempt;
 * it comes again).
 */
final class AnnouncementMeters {

    enum Outcome {
        TOLD,
        REFUSED,
        FAILED
    }

    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    AnnouncementMeters(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("atrium.files.announcements")
                            .description("Files that their room was to be told of, by what came of it")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void count(Outcome outcome) {
        Counter counter = counters.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }
}
