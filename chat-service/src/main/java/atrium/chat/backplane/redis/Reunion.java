package atrium.chat.backplane.redis;

import atrium.chat.message.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
     * @param entries of the log, oldest first: from as far back as is kept and as was missed
     * @param heard the last that was heard of the common order, if any was
     * @param alone whether anything was heard since outside of it
     * @param said whether an entry is this half's own and its members have heard it
     * @param ids of what the members have heard lately
     */
    static Reunion of(
            Standing standing,
            List<Entry> entries,
            @Nullable Heard heard,
            boolean alone,
            Predicate<Entry> said,
            Set<String> ids,
            Keeping keeping) {
        List<Message> kept = newest(entries, keeping);
        String mark = entries.isEmpty() || entries.getLast().offset() != standing.head()
                ? ""
                : entries.getLast().mark().toString();
        if (heard == null) {
            List<Entry> missed = alone ? entries.stream().filter(said.negate()).toList() : List.of();
            return new Reunion(kept, missed, !alone, mark);
        }
        boolean whole = isWhole(standing, entries, heard, alone);
        boolean sameOffsets = whole || standing.epoch().equals(heard.epoch());
        Predicate<Entry> isNew = sameOffsets
                ? entry -> entry.offset() > heard.offset()
                : entry -> entry.draft() != null && !ids.contains(entry.draft().id());
        return new Reunion(kept, entries.stream().filter(isNew.and(said.negate())).toList(), whole, mark);
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
