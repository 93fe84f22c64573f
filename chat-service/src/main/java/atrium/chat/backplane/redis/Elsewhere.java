package atrium.chat.backplane.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Who is on the other nodes. One that says nothing for a while is taken for dead. Confined to the line's mailbox. */
final class Elsewhere {

    private static final long SILENCE = Duration.ofSeconds(15).toNanos();

    private final Map<String, Half> halves = new HashMap<>();

    private record Half(int members, long heardAt) {}

    /** Puts what Redis remembers in the place of what was heard. */
    void replace(Map<String, Standing.Half> all, long now) {
        halves.clear();
        all.forEach((name, half) ->
                halves.put(name, new Half(half.members(), now - half.age().toNanos())));
        forgetSilent(now);
    }

    void told(String half, int members, long now) {
        halves.put(half, new Half(members, now));
        if (members == 0) {
            halves.remove(half);
        }
    }

    void forgetSilent(long now) {
        halves.values().removeIf(half -> now - half.heardAt() > SILENCE);
    }

    int members() {
        return (int) Math.min(
                Integer.MAX_VALUE,
                halves.values().stream().mapToLong(Half::members).sum());
    }
}
