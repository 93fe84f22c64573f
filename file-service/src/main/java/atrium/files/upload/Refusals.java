package atrium.files.upload;

import atrium.files.catalog.FileId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why files were refused that were whole already, for whoever asks for one afterwards: the newest, for a while, and only as
 * long as the process lives. Any thread may call.
 */
public final class Refusals {

    private static final int MOST = 1_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<FileId, Refusal> refusals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FileId, Refusal> eldest) {
            return size() > MOST;
        }
    };

    private record Refusal(String reason, Instant until) {}

    public Refusals(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(FileId id, String reason) {
        refusals.put(id, new Refusal(reason, clock.instant().plus(REMEMBERED)));
    }

    synchronized Optional<String> reason(FileId id) {
        return Optional.ofNullable(refusals.get(id))
                .filter(refusal -> refusal.until().isAfter(clock.instant()))
                .map(Refusal::reason);
    }
}
