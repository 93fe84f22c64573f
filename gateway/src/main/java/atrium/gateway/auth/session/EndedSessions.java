package atrium.gateway.auth.session;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The sessions whose access tokens are refused, until those have expired by themselves. Any thread may ask. */
final class EndedSessions {

    /** Beyond it the ones that expire first are let go of. */
    static final int MOST = 20_000;

    private final Map<String, Instant> untils = new ConcurrentHashMap<>();

    void restore(Map<String, Instant> ended) {
        untils.putAll(ended);
    }

    void add(String id, Instant now, Instant until) {
        if (untils.size() >= MOST) {
            untils.values().removeIf(end -> !now.isBefore(end));
        }
        if (untils.size() >= MOST) {
            untils.entrySet().stream()
                    .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                    .ifPresent(first -> untils.remove(first.getKey()));
        }
        untils.put(id, until);
    }

    boolean contains(String id, Instant now) {
        Instant until = untils.get(id);
        return until != null && now.isBefore(until);
    }

    Map<String, Instant> at(Instant now) {
        return untils.entrySet().stream()
                .filter(entry -> now.isBefore(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
