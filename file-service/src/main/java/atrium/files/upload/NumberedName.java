package atrium.files.upload;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file is called where its name is taken: {@code a.txt}, {@code a (1).txt}, {@code a (2).txt}, …. */
public final class NumberedName {

    private static final int MAX_BYTES = 255;

    /** The number goes before an ending that is short enough to be one; {@code .tar.gz} is one, {@code .profile} none. */
    private static final Pattern FORM = Pattern.compile("(.+?)((?:\\.tar)?\\.[^. ]{1,16})?", Pattern.DOTALL);

    private NumberedName() {}

    /** {@code name}, or the first that is not taken. */
    public static String of(String name, Predicate<String> taken) {
        String candidate = name;
        for (int number = 1; taken.test(candidate); number++) {
            candidate = of(name, number);
        }
        return candidate;
    }

    /** {@code name} with a number; a stem that leaves it no space is cut. */
    public static String of(String name, int number) {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("name: empty (expected: a file's name)");
        }
        String end = " (" + number + ")" + (matcher.group(2) == null ? "" : matcher.group(2));
        return cut(matcher.group(1), MAX_BYTES - size(end)) + end;
    }

    private static String cut(String stem, int bytes) {
        String rest = stem;
        while (size(rest) > bytes) {
            rest = rest.substring(0, rest.offsetByCodePoints(rest.length(), -1));
        }
        return rest;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
