package atrium.chat.backplane.redis;

import atrium.chat.backplane.RoomSummary;
import atrium.chat.message.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What halves write down of their rooms for those who have no half of them: {@code <members> <epoch> <offset> <time>} a
 * room. The time is Redis' own, so that nodes' clocks do not matter.
 */
final class RoomDirectory {

    /** Nobody who has members is silent for that long. */
    private static final Duration LIVELY = Duration.ofSeconds(15);

    private static final int AT_ONCE = 500;

    private final RoomsLink link;

    RoomDirectory(RoomsLink link) {
        this.link = link;
    }

    private record Note(RoomSummary summary, Duration age) {}

    /** All rooms of which somebody wrote within {@code keepFor}. */
    CompletionStage<List<RoomSummary>> rooms(Duration keepFor) {
        return notes().thenApply(notes -> notes.stream()
                .filter(note -> note.age().compareTo(keepFor) <= 0)
                .map(RoomDirectory::atItsAge)
                .toList());
    }

    CompletionStage<Boolean> knows(RoomName room) {
        return link.commands().exists(RedisKeys.of(room).meta()).thenApply(count -> count > 0);
    }

    /** Forgets the rooms of which nobody wrote within {@code keepFor}. */
    void prune(Duration keepFor) {
        notes().thenAccept(notes -> {
            List<String> old = notes.stream()
                    .filter(note -> note.age().compareTo(keepFor) > 0)
                    .map(note -> note.summary().name().value())
                    .toList();
            for (int i = 0; i < old.size(); i += AT_ONCE) {
                List<String> some = old.subList(i, Math.min(old.size(), i + AT_ONCE));
                link.commands().hdel(RedisKeys.ROOMS, some.toArray(String[]::new));
            }
        });
    }

    private CompletableFuture<List<Note>> notes() {
        var time = link.commands().time().toCompletableFuture();
        var rooms = link.commands().hgetall(RedisKeys.ROOMS).toCompletableFuture();
        return time.thenCombine(rooms, (now, notes) -> read(notes, 1000 * Long.parseLong(now.getFirst())));
    }

    private static List<Note> read(Map<String, String> notes, long now) {
        List<Note> read = new ArrayList<>();
        notes.forEach((name, text) -> note(name, text.split(" ", 4), now).ifPresent(read::add));
        return read;
    }

    private static Optional<Note> note(String name, String[] parts, long now) {
        try {
            RoomSummary summary =
                    new RoomSummary(new RoomName(name), Integer.parseInt(parts[0]), parts[1], Long.parseLong(parts[2]));
            return Optional.of(new Note(summary, Duration.ofMillis(now - Long.parseLong(parts[3]))));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static RoomSummary atItsAge(Note note) {
        RoomSummary summary = note.summary();
        return note.age().compareTo(LIVELY) <= 0
                ? summary
                : new RoomSummary(summary.name(), 0, summary.epoch(), summary.offset());
    }
}
