package atrium.chat.backplane.redis;

import atrium.chat.message.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a half finds when it comes back to the common order, or comes to it for the first time.
 *
 * @param kept what is remembered, oldest first
 * @param missed what its members have not heard, oldest first
 * @param whole whether they miss nothing beyond that
 * @param mark of the newest message, as {@link Mark} writes it; empty if that is gone
 */
record Reunion(List<Message> kept, List<Entry> missed, boolean whole, String mark) {

    /**
     * Compares.
     *
     * @param entries of the log, oldest first: from as far back as {@link #suffices}
     * @param heard the last that was heard of the common order, if any was
     * @param alone whether anything was heard since outside of it
     * @param known whether an entry was heard, in whichever order
     */
    static Reunion of(
            Standing standing,
            List<Entry> entries,
            @Nullable Heard heard,
            boolean alone,
            Predicate<Entry> known,
            Keeping keeping) {
        List<Message> kept = newest(entries, keeping);
        String mark = entries.isEmpty() || entries.getLast().offset() != standing.head()
                ? ""
                : entries.getLast().mark().toString();
        if (heard == null && !alone) {
            return new Reunion(kept, List.of(), true, mark);
        }
        boolean whole = heard != null && isWhole(standing, entries, heard, alone);
        boolean sameOffsets = heard != null && (whole || standing.epoch().equals(heard.epoch()));
        long from = sameOffsets ? heard.offset() : 0;
        List<Entry> missed = entries.stream()
                .filter(entry -> entry.offset() > from)
                .filter(known.negate())
                .toList();
        return new Reunion(kept, missed, whole, mark);
    }

    /** Whether the log was read from far enough back: all that is kept, and all that was missed, as far as it goes. */
    static boolean suffices(
            Standing standing, @Nullable Heard heard, Keeping keeping, long lowest, int messages, long bytes) {
        boolean kept = messages >= keeping.messages() || bytes > keeping.bytes();
        return kept
                && (heard == null || (heard.epoch().equals(standing.epoch()) && lowest <= heard.offset() + 1));
    }

    private static boolean isWhole(Standing standing, List<Entry> entries, Heard heard, boolean alone) {
        if (standing.epoch().equals(heard.epoch())) {
            return standing.head() == heard.offset()
                    || (!entries.isEmpty() && entries.getFirst().offset() <= heard.offset() + 1);
        }
        // Another epoch may go on from the same messages; but then nobody may have been told other offsets meanwhile.
        return !alone
                && entries.stream()
                        .anyMatch(entry -> entry.offset() == heard.offset()
                                && entry.mark().toString().equals(heard.mark()));
    }

    private static List<Message> newest(List<Entry> entries, Keeping keeping) {
        List<Message> newestFirst = new ArrayList<>();
        long weight = 0;
        for (Message message :
                entries.reversed().stream().map(Entry::message).filter(Objects::nonNull).toList()) {
            weight += message.weight();
            if (newestFirst.size() == keeping.messages() || weight > keeping.bytes()) {
                break;
            }
            newestFirst.add(message);
        }
        Collections.reverse(newestFirst);
        return List.copyOf(newestFirst);
    }
}
