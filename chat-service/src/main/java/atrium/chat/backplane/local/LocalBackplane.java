package atrium.chat.backplane.local;

import atrium.chat.backplane.Backplane;
import atrium.chat.backplane.RoomLine;
import atrium.chat.backplane.RoomListener;
import atrium.chat.backplane.RoomSummary;
import atrium.chat.message.RoomName;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One node alone: each call is over, and heard, when it returns. A room that is opened anew begins a new epoch. */
public final class LocalBackplane implements Backplane {

    private final Supplier<String> epochs;
    private final RuleStore rules;
    private final InstantSource clock;
    private final SaidOnce said = new SaidOnce();
    private final Map<RoomName, LocalLine> lines = new ConcurrentHashMap<>();

    /** @param epochs gives a new word each time, unlike any before, also of earlier processes */
    public LocalBackplane(Supplier<String> epochs, RuleStore rules, InstantSource clock) {
        this.epochs = epochs;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public RoomLine open(RoomName room, RoomListener listener) {
        LocalLine line = new LocalLine(room, epochs.get(), listener, rules, said, clock, () -> lines.remove(room));
        if (lines.putIfAbsent(room, line) != null) {
            throw new IllegalStateException("room \"%s\" is open already".formatted(room));
        }
        line.attach();
        return line;
    }

    @Override
    public CompletionStage<List<RoomSummary>> rooms() {
        return CompletableFuture.completedFuture(
                lines.values().stream().map(LocalLine::summary).toList());
    }

    @Override
    public CompletionStage<Boolean> knows(RoomName room) {
        return CompletableFuture.completedFuture(lines.containsKey(room));
    }
}
