package atrium.chat.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is called what in a room, by what the names look like. Guarded by the room's lock. */
final class NamesPresent {

    private final Map<String, List<Bearer>> bySkeleton = new HashMap<>();

    /** One connection's name. A person may have it several times. */
    private record Bearer(String person, String name) {}

    /** These names as {@code person} finds them, who is not mistaken for itself. */
    NamesInUse asSeenBy(String person) {
        return wanted -> bySkeleton.getOrDefault(wanted.skeleton(), List.of()).stream()
                .anyMatch(bearer -> !bearer.equals(new Bearer(person, wanted.name())));
    }

    void add(String person, ChosenName chosen) {
        bySkeleton
                .computeIfAbsent(chosen.skeleton(), first -> new ArrayList<>(1))
                .add(new Bearer(person, chosen.name()));
    }

    void remove(String person, ChosenName chosen) {
        bySkeleton.computeIfPresent(chosen.skeleton(), (skeleton, bearers) -> {
            bearers.remove(new Bearer(person, chosen.name()));
            return bearers.isEmpty() ? null : bearers;
        });
    }
}
