package atrium.chat.session;

import atrium.chat.unicode.CodePointTable;
import atrium.chat.unicode.Confusables;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells names that people take for each other: equal skeletons look alike, in capitals or small letters, with spaces and
 * punctuation between the letters or without.
 *
 * <p>UTS 39 alone compares what is written: its {@code I} looks like {@code l}, its {@code i} does not. People also
 * take {@code ADMIN} for {@code admin}. So letters are folded as well, and since a capital can look like another letter
 * than its small form (Greek Ν like N, ν like v), a capital counts as what it looks like, if that is a Latin letter. A
 * small letter that looks like none goes with its capital, or {@code вот} and {@code ВОТ} would be two names. That makes
 * {@code i}, {@code I}, {@code l} and {@code 1} one.
 */
public final class LookAlikes {

    private static final Map<String, String> CAPITALS = capitals();
    private static final CodePointTable<String> LOOKS = new CodePointTable<>(LookAlikes::look);

    private LookAlikes() {}

    /** What {@code name} looks like. Takes a microsecond or few; any thread may ask. */
    public static String skeleton(String name) {
        String compatible = Confusables.compatible(name);
        StringBuilder skeleton = new StringBuilder(compatible.length());
        compatible.codePoints().forEach(letter -> skeleton.append(LOOKS.get(letter)));
        return skeleton.isEmpty() ? Confusables.skeleton(compatible) : skeleton.toString();
    }

    private static String look(int codePoint) {
        String letter = Character.toString(codePoint);
        String seen = Character.isUpperCase(codePoint) ? seen(letter) : "";
        String small = seen(Confusables.fold(letter));
        String look = Confusables.isLatin(seen) ? seen : CAPITALS.getOrDefault(small, small);
        return look.replace('i', 'l');
    }

    /** By the look of small letters that look like no Latin one: the look of their capitals. */
    private static Map<String, String> capitals() {
        Map<String, String> capitals = new HashMap<>();
        for (int letter = 0x80; letter <= Character.MAX_CODE_POINT; letter++) {
            if (Character.getType(letter) == Character.UPPERCASE_LETTER) {
                String seen = seen(Character.toString(letter));
                String small = seen(Confusables.fold(Character.toString(letter)));
                if (Confusables.isLatin(seen) && !Confusables.isLatin(small) && !small.isEmpty()) {
                    capitals.putIfAbsent(small, seen);
                }
            }
        }
        return capitals;
    }

    /** Twice, because a prototype may be a capital ({@code 0} looks like {@code O}) whose small form has one, too. */
    private static String seen(String letter) {
        String once = Confusables.fold(Confusables.skeleton(letter));
        return Confusables.spelling(Confusables.fold(Confusables.skeleton(once)));
    }
}
