package atrium.chat.backplane.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One attempt of a half to come to the common order: listen; close the door on what it sent before; bring what was said
 * alone, each once; read what is there. It ends with {@link Half#joined}, {@link Half#failed}, or silently by
 * {@link #abandon}.
 *
 * <p>Confined to the line's mailbox.
 */
final class Joining {

    /** Messages that are brought before anything else has a turn. */
    private static final int AT_ONCE = 256;

    private final Half half;
    private final Voice voice;
    private final RoomsLink link;
    private final RedisOrder order;
    private boolean begun;
    private boolean over;
    private boolean progressed;

    /** What the attempt needs to know of its line, each time anew. */
    interface Half {

        /** Runs {@code task} in the line's mailbox. */
        void later(Runnable task);

        CompletionStage<Void> subscribe(RedisOrder order);

        CompletionStage<Standing> attach(RedisOrder order);

        /** Whether what was read reaches back far enough. */
        boolean suffices(Standing standing, long lowest, int messages, long bytes);

        /** @param entries oldest first */
        void joined(Standing standing, List<Entry> entries);

        void failed(Throwable e);
    }

    Joining(Half half, Voice voice, RoomsLink link, RedisOrder order) {
        this.half = half;
        this.voice = voice;
        this.link = link;
        this.order = order;
    }

    void begin() {
        link.turns()
                .take(() -> half.later(() -> {
                    begun = true;
                    if (over) {
                        link.turns().end();
                        return;
                    }
                    then(half.subscribe(order), listening -> attach());
                }));
    }

    /** Whether its turn has come. */
    boolean begun() {
        return begun;
    }

    /** Whether nothing has happened since this was asked last. */
    boolean stalls() {
        boolean stalls = !progressed;
        progressed = false;
        return stalls;
    }

    /** Nothing of it is heard any more. */
    void abandon() {
        if (begun && !over) {
            link.turns().end();
        }
        over = true;
    }

    private void attach() {
        then(half.attach(order), this::bring);
    }

    private void bring(Standing standing) {
        voice.landed(standing.number());
        List<CompletionStage<Long>> brought = new ArrayList<>();
        voice.saidAlone().stream().limit(AT_ONCE).forEach(pending -> brought.add(voice.append(order, pending)));
        voice.unsettled().forEach(act -> brought.add(voice.send(order, act)));
        if (brought.isEmpty()) {
            read(standing, standing.head(), new ArrayList<>(), 0);
        } else {
            // The next standing tells how much of it came in.
            then(all(brought), done -> attach());
        }
    }

    private void read(Standing standing, long from, List<Entry> newestFirst, long bytes) {
        then(order.downFrom(from), page -> {
            newestFirst.addAll(page);
            long more = bytes + page.stream().mapToLong(Entry::weight).sum();
            if (page.size() < RedisOrder.PAGE
                    || half.suffices(standing, page.getLast().offset(), newestFirst.size(), more)) {
                finish(standing, newestFirst);
            } else {
                read(standing, page.getLast().offset() - 1, newestFirst, more);
            }
        });
    }

    private void finish(Standing standing, List<Entry> newestFirst) {
        if (!voice.saidAlone().isEmpty()) {
            attach(); // said while this went on
            return;
        }
        abandon();
        half.joined(standing, newestFirst.reversed());
    }

    private <T> void then(CompletionStage<T> stage, Consumer<T> next) {
        stage.whenComplete((value, e) -> half.later(() -> {
            if (over) {
                return;
            }
            progressed = true;
            if (e == null) {
                next.accept(value);
            } else {
                abandon();
                half.failed(e);
            }
        }));
    }

    private static CompletionStage<Void> all(List<CompletionStage<Long>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }
}
