package atrium.chat.room;

import java.util.HashMap;
import java.util.Map;

/** Who is called what in a room, by what the names look like. Guarded by the room's lock. */
final class NamesPresent {

    /** How many connections each bearer has, by the skeleton of its name. */
    private final Map<String, Map<Bearer, Integer>> bySkeleton = new HashMap<>();

    private record Bearer(String person, String name) {}

    /** These names as {@code person} finds them, who is not mistaken for itself. */
    NamesInUse asSeenBy(String person) {
        return wanted -> {
            Map<Bearer, Integer> bearers = bySkeleton.getOrDefault(wanted.skeleton(), Map.of());
            int own = bearers.containsKey(new Bearer(person, wanted.name())) ? 1 : 0;
            return bearers.size() > own;
        };
    }

    void add(String person, ChosenName chosen) {
        bySkeleton
                .computeIfAbsent(chosen.skeleton(), first -> new HashMap<>(2))
                .merge(new Bearer(person, chosen.name()), 1, Integer::sum);
    }

    void remove(String person, ChosenName chosen) {
        bySkeleton.computeIfPresent(chosen.skeleton(), (skeleton, bearers) -> {
            bearers.computeIfPresent(
                    new Bearer(person, chosen.name()), (bearer, count) -> count == 1 ? null : count - 1);
            return bearers.isEmpty() ? null : bearers;
        });
    }
}
