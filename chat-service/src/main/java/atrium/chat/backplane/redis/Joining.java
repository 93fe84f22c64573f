package atrium.chat.backplane.redis;

import atrium.chat.message.Moderation;
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

    private final Half half;
    private final RedisLink link;
    private final RedisOrder order;
    private boolean begun;
    private boolean over;

    /** What the attempt needs to know of its line, each time anew. */
    interface Half {

        /** Runs {@code task} in the line's mailbox. */
        void later(Runnable task);

        CompletionStage<Void> subscribe(RedisOrder order);

        CompletionStage<Standing> attach(RedisOrder order);

        /** Takes note of what came in. */
        void landed(long number);

        /** What this node's members have heard and the order may not have. */
        List<Outbox.Pending> saidAlone();

        CompletionStage<Long> append(RedisOrder order, Outbox.Pending pending);

        /** What moderators did and the order may not have. */
        List<Moderation> unsettled();

        void settled(Moderation act);

        /** Whether {@code entries}, newest first, reach back as far as is of use. */
        boolean suffices(Standing standing, List<Entry> entries);

        /** @param entries oldest first */
        void joined(Standing standing, List<Entry> entries);

        void failed(Throwable e);
    }

    Joining(Half half, RedisLink link, RedisOrder order) {
        this.half = half;
        this.link = link;
        this.order = order;
    }

    void begin() {
        link.turns().take(() -> half.later(() -> {
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
        half.landed(standing.number());
        List<CompletionStage<Long>> brought = new ArrayList<>();
        for (Outbox.Pending pending : half.saidAlone()) {
            brought.add(half.append(order, pending));
        }
        for (Moderation act : half.unsettled()) {
            brought.add(order.moderate(act).whenComplete((done, e) -> {
                if (e == null) {
                    half.later(() -> half.settled(act));
                }
            }));
        }
        if (brought.isEmpty()) {
            read(standing, standing.head(), new ArrayList<>());
        } else {
            // The next standing tells how much of it came in.
            then(all(brought), done -> attach());
        }
    }

    private void read(Standing standing, long from, List<Entry> newestFirst) {
        then(order.downFrom(from), page -> {
            newestFirst.addAll(page);
            if (page.size() == RedisOrder.PAGE && !half.suffices(standing, newestFirst)) {
                read(standing, page.getLast().offset() - 1, newestFirst);
            } else {
                finish(standing, newestFirst);
            }
        });
    }

    private void finish(Standing standing, List<Entry> newestFirst) {
        if (!half.saidAlone().isEmpty()) {
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
            if (e == null) {
                next.accept(value);
            } else {
                abandon();
                half.failed(e);
            }
        }));
    }

    private static CompletionStage<Void> all(List<CompletionStage<Long>> stages) {
        return CompletableFuture.allOf(stages.stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new));
    }
}
