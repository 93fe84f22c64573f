package atrium.files.download;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code Range} header (RFC 9110, section 14.2) asks of a file of known size. */
sealed interface ByteRange {

    /** The whole file: no range, a unit that is not bytes, or several ranges, which a server may answer so. */
    record Whole() implements ByteRange {}

    /** The bytes from {@code first} to {@code last}, both included, which the file has. */
    record Part(long first, long last) implements ByteRange {

        long length() {
            return last - first + 1;
        }
    }

    /** Nothing that the file has, or nothing that is a range; section 14.2 lets a server reject the latter, too. */
    record Unsatisfiable() implements ByteRange {}

    /** Section 14.1.1: first-last, first-, or -suffix length; optional white space around, as lists allow. */
    Pattern SPEC = Pattern.compile("[ \\t]*(\\d*)-(\\d*)[ \\t]*");

    String UNIT = "bytes=";

    static ByteRange parse(@Nullable String header, long size) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(UNIT)) {
            return new Whole();
        }
        String set = header.substring(UNIT.length());
        if (set.indexOf(',') >= 0) {
            return new Whole();
        }
        Matcher spec = SPEC.matcher(set);
        return spec.matches() ? of(spec.group(1), spec.group(2), size) : new Unsatisfiable();
    }

    private static ByteRange of(String first, String last, long size) {
        if (first.isEmpty()) {
            return last.isEmpty() ? new Unsatisfiable() : suffix(position(last), size);
        }
        long from = position(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : position(last);
        return from > to || from >= size ? new Unsatisfiable() : new Part(from, Math.min(to, size - 1));
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 || size == 0 ? new Unsatisfiable() : new Part(Math.max(0, size - length), size - 1);
    }

    /** Digits of any number; what does not fit a long lies behind the end of every file. */
    private static long position(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
    }
}
