package atrium.files.download;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} header (RFC 9110, section 14.2) selects of a file of known size.
 *
 * <p>Many ranges are cheap to ask for and dear to answer, so section 14.2 lets a server ignore or refuse them. More than
 * {@value #MOST} are ignored here: the whole file is an answer that every client understands. Those that overlap, or lie
 * closer than another part's header is long, become one (section 15.3.7.2), so that no byte is ever sent twice.
 */
sealed interface Selection {

    /** The whole file: no range, a unit that is not bytes, or too many ranges. */
    record Whole() implements Selection {}

    /** One range or more, apart from each other, in the order in which they were asked for. */
    record Parts(List<ByteRange> ranges) implements Selection {}

    /** Nothing that the file has, or nothing that is a range; section 14.2 lets a server reject the latter, too. */
    record Nothing() implements Selection {}

    int MOST = 16;

    /** About the length of what comes before a part. */
    long GAP = 128;

    /** Section 14.1.1: first-last, first-, or -suffix length; optional white space around, as lists allow. */
    Pattern SPEC = Pattern.compile("[ \\t]*(\\d*)-(\\d*)[ \\t]*");

    String UNIT = "bytes=";

    static Selection parse(@Nullable String header, long size) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(UNIT)) {
            return new Whole();
        }
        String[] specs = header.substring(UNIT.length()).split(",", MOST + 2);
        if (specs.length > MOST) {
            return new Whole();
        }
        List<ByteRange> ranges = new ArrayList<>(specs.length);
        for (String spec : specs) {
            Matcher range = SPEC.matcher(spec);
            if (!spec.isBlank() && !(range.matches() && add(ranges, range.group(1), range.group(2), size))) {
                return new Nothing();
            }
        }
        return ranges.isEmpty() ? new Nothing() : new Parts(List.copyOf(ranges));
    }

    /** Adds what the file has of a range, if it has any; false if that is no range. */
    private static boolean add(List<ByteRange> ranges, String first, String last, long size) {
        if (first.isEmpty()) {
            return !last.isEmpty() && addFrom(ranges, Math.max(0, size - position(last)), size - 1, size);
        }
        long from = position(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : position(last);
        return from <= to && addFrom(ranges, from, Math.min(to, size - 1), size);
    }

    private static boolean addFrom(List<ByteRange> ranges, long first, long last, long size) {
        if (first < size) {
            join(ranges, new ByteRange(first, last));
        }
        return true;
    }

    /** Puts {@code range} at the end, or with all that it meets in the place of the first of them. */
    private static void join(List<ByteRange> ranges, ByteRange range) {
        ByteRange joined = range;
        int place = ranges.size();
        for (int i = ranges.size() - 1; i >= 0; i--) {
            if (ranges.get(i).meets(joined, GAP)) {
                joined = ranges.remove(i).joined(joined);
                place = i;
            }
        }
        ranges.add(place, joined);
    }

    /** Digits of any number; what does not fit a long lies behind the end of every file. */
    private static long position(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (value > (Long.MAX_VALUE - 9) / 10) {
                return Long.MAX_VALUE;
            }
            value = 10 * value + (digits.charAt(i) - '0');
        }
        return value;
    }
}
