package atrium.stream.egress.hls;

import atrium.platform.problem.ProblemException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of the playlist that it wants (section 6.2.5).
 *
 * @param msn the Media Sequence Number that it must reach; -1 for whatever there is
 * @param part the part of that segment that it must have; -1 for the whole segment
 * @param skip whether older segments may be left out
 */
record Directives(long msn, int part, boolean skip) {

    private static final Pattern DECIMAL_INTEGER = Pattern.compile("\\d{1,18}");

    /** Fails with {@link HlsProblem#BAD_DIRECTIVE} where they make no sense. */
    static Directives parse(Function<String, @Nullable String> query) {
        long msn = number("_HLS_msn", query);
        long part = number("_HLS_part", query);
        if (part >= 0 && msn < 0) {
            throw bad("_HLS_part without _HLS_msn");
        }
        String skip = query.apply("_HLS_skip");
        return new Directives(msn, (int) Math.min(part, Integer.MAX_VALUE), "YES".equals(skip) || "v2".equals(skip));
    }

    boolean isBlocking() {
        return msn >= 0;
    }

    /** Fails if what is asked for is further away than anybody who watches can want (section 6.2.5.2). */
    Directives check(Window now) {
        long open = now.open().msn();
        if (msn > open + 1) {
            throw bad("_HLS_msn: " + msn + " (expected: up to " + (open + 1) + ")");
        }
        int there = msn == open ? now.open().parts().size() : 0;
        int limit = there + now.pace().advancePartLimit();
        if (msn >= open && part >= limit) {
            throw bad("_HLS_part: " + part + " (expected: less than " + limit + ")");
        }
        return this;
    }

    boolean areMetBy(Window now) {
        return part < 0 ? now.reaches(msn) : now.reaches(msn, part);
    }

    byte[] choose(Edition edition) {
        return skip ? edition.delta() : edition.media();
    }

    private static long number(String name, Function<String, @Nullable String> query) {
        String text = query.apply(name);
        if (text == null) {
            return -1;
        }
        if (!DECIMAL_INTEGER.matcher(text).matches()) {
            throw bad(name + ": " + text + " (expected: a whole number)");
        }
        return Long.parseLong(text);
    }

    private static ProblemException bad(String detail) {
        return HlsProblem.BAD_DIRECTIVE.with(detail);
    }
}
