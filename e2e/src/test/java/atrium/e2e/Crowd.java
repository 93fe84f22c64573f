package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Many {@link Chatter}s in one room, who all talk, and of whom somebody is always thrown out. */
final class Crowd implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final List<Chatter> chatters = new ArrayList<>();

    Crowd(URI room, int members) {
        for (int i = 0; i < members; i++) {
            chatters.add(new Chatter(room, "m" + i).enter());
        }
        await("all are in")
                .atMost(Duration.ofSeconds(30))
                .until(() -> chatters.stream().allMatch(Chatter::isIn));
    }

    /**
     * Everybody says {@code lines}, all together {@code perSecond}; returns when everybody has said and seen its own.
     *
     * @param dropsPerSecond how many connections are cut meanwhile
     */
    void talk(int lines, int perSecond, int dropsPerSecond, Duration atMost) {
        long start = System.nanoTime();
        long deadline = start + atMost.toNanos();
        int total = lines * chatters.size();
        int turn = 0;
        int drops = 0;
        for (int spoken = 0; spoken < total && System.nanoTime() < deadline; turn++) {
            double elapsed = (System.nanoTime() - start) / 1e9;
            if (drops < elapsed * dropsPerSecond) {
                drops++;
                chatters.get(ThreadLocalRandom.current().nextInt(chatters.size()))
                        .drop();
            }
            Chatter next = chatters.get(turn % chatters.size());
            if (spoken < elapsed * perSecond && next.said() < lines && next.sayNext()) {
                spoken++;
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        await("everybody has said its %d lines".formatted(lines))
                .atMost(atMost)
                .until(() -> chatters.stream().allMatch(chatter -> chatter.said() == lines));
    }

    /** Waits until everybody has seen {@code lines} of everybody, and checks that all saw the same, once and in order. */
    void assertAllSawTheSame(int lines) {
        int total = lines * chatters.size();
        await("everybody has seen all")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        chatters.stream().allMatch(chatter -> chatter.seen().size() >= total));
        List<String> first = chatters.getFirst().seen();
        assertThat(texts(first)).hasSize(total);
        assertThat(chatters).allSatisfy(chatter -> assertThat(chatter.gaps()).isZero());
        assertNobodySawAnythingTwice();
        for (Chatter chatter : chatters) {
            List<String> seen = chatter.seen();
            assertThat(common(seen, first)).isEqualTo(Math.min(seen.size(), first.size()));
        }
    }

    /** Waits until everybody has seen {@code lines} of everybody, and checks that nobody saw anything twice. */
    void assertAllSawAll(int lines) {
        int total = lines * chatters.size();
        await("everybody has seen all")
                .atMost(Duration.ofSeconds(30))
                .until(() -> chatters.stream()
                        .allMatch(chatter -> texts(chatter.seen()).size() == total));
        assertNobodySawAnythingTwice();
        assertThat(chatters).allSatisfy(chatter -> assertThat(chatter.gaps()).isZero());
    }

    void assertNobodySawAnythingTwice() {
        for (Chatter chatter : chatters) {
            assertThat(chatter.faults()).isEmpty();
            List<String> seen = chatter.seen();
            assertThat(new HashSet<>(seen)).as("nothing twice").hasSameSizeAs(seen);
        }
    }

    int returns() {
        return chatters.stream().mapToInt(Chatter::returns).sum();
    }

    @Override
    public void close() {
        chatters.forEach(Chatter::leave);
    }

    private static Set<String> texts(List<String> seen) {
        Set<String> texts = new HashSet<>();
        seen.forEach(message -> texts.add(message.substring(message.indexOf(' ') + 1)));
        return texts;
    }

    /** How many entries both have in common from the start. */
    private static int common(List<String> one, List<String> other) {
        int i = 0;
        while (i < one.size() && i < other.size() && one.get(i).equals(other.get(i))) {
            i++;
        }
        return i;
    }
}
