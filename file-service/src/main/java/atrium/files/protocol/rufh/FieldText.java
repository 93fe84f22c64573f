package atrium.files.protocol.rufh;

import java.util.function.IntPredicate;

/** A field's text and how far it has been read; what a rule does not allow ends the reading. */
final class FieldText {

    private final String text;
    private int at;

    FieldText(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    int length() {
        return text.length();
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    /** What has been read from {@code from} on. */
    String since(int from) {
        return text.substring(from, at);
    }

    /** NUL at the end, which no rule allows anywhere. */
    char peek() {
        return isAtEnd() ? 0 : text.charAt(at);
    }

    void next() {
        at++;
    }

    void skip(IntPredicate what) {
        while (!isAtEnd() && what.test(text.charAt(at))) {
            at++;
        }
    }

    /** How many digits follow, which are then behind. */
    int digits() {
        int from = at;
        skip(FieldText::isDigit);
        return at - from;
    }

    boolean accept(char c) {
        if (isAtEnd() || text.charAt(at) != c) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char c) {
        require(accept(c));
    }

    static void require(boolean rule) {
        if (!rule) {
            throw MalformedException.IT;
        }
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isAlpha(int c) {
        return isLower(c) || c >= 'A' && c <= 'Z';
    }

    /** Ends the reading; a peer's bad bytes have no stack trace. */
    static final class MalformedException extends RuntimeException {

        static final MalformedException IT = new MalformedException();

        private static final long serialVersionUID = 1;

        private MalformedException() {
            super(null, null, false, false);
        }
    }
}
