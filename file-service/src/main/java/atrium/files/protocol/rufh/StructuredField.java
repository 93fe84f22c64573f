package atrium.files.protocol.rufh;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Reads structured fields (RFC 9651, section 4.2), strictly: what breaks a rule is no value at all. Sections below are
 * those of RFC 9651. Parameters and inner lists are checked and not kept, since no field here gives them a meaning.
 */
final class StructuredField {

    private static final BareItem OTHER = new BareItem.Other();
    private static final BareItem TRUE = new BareItem.Bool(true);

    private final String text;
    private int at;

    private StructuredField(String text) {
        this.text = text;
    }

    /** Section 4.2, "item"; {@code lines} are the field's lines in their order. */
    static Optional<BareItem> item(List<String> lines) {
        return parse(lines, StructuredField::readItem);
    }

    /** Section 4.2, "dictionary"; a later member takes the place of an earlier one of its name. */
    static Optional<Map<String, BareItem>> dictionary(List<String> lines) {
        return parse(lines, StructuredField::readDictionary);
    }

    private static <T> Optional<T> parse(List<String> lines, Function<StructuredField, T> reading) {
        try {
            StructuredField field = new StructuredField(String.join(", ", lines));
            field.skip(c -> c == ' ');
            T value = reading.apply(field);
            field.skip(c -> c == ' ');
            field.require(field.at == field.text.length());
            return Optional.of(value);
        } catch (MalformedFieldException e) {
            return Optional.empty();
        }
    }

    /** Section 4.2.2. */
    private Map<String, BareItem> readDictionary() {
        Map<String, BareItem> members = new HashMap<>();
        while (at < text.length()) {
            members.put(readKey(), readMember());
            skip(c -> c == ' ' || c == '\t');
            if (at == text.length()) {
                break;
            }
            expect(',');
            skip(c -> c == ' ' || c == '\t');
            require(at < text.length());
        }
        return members;
    }

    private BareItem readMember() {
        if (!accept('=')) {
            readParameters();
            return TRUE;
        }
        return peek() == '(' ? readInnerList() : readItem();
    }

    /** Section 4.2.1.2. */
    private BareItem readInnerList() {
        expect('(');
        skip(c -> c == ' ');
        while (!accept(')')) {
            readItem();
            require(peek() == ' ' || peek() == ')');
            skip(c -> c == ' ');
        }
        readParameters();
        return OTHER;
    }

    /** Section 4.2.3. */
    private BareItem readItem() {
        BareItem item = readBareItem();
        readParameters();
        return item;
    }

    /** Section 4.2.3.1. */
    private BareItem readBareItem() {
        char first = peek();
        if (first == '-' || isDigit(first)) {
            return readNumber();
        }
        return switch (first) {
            case '"' -> readString();
            case ':' -> readBytes();
            case '?' -> readBoolean();
            case '@' -> readDate();
            case '%' -> readDisplayString();
            default -> readToken();
        };
    }

    /** Section 4.2.3.2. */
    private void readParameters() {
        while (accept(';')) {
            skip(c -> c == ' ');
            readKey();
            if (accept('=')) {
                readBareItem();
            }
        }
    }

    /** Section 4.2.3.3. */
    private String readKey() {
        int from = at;
        require(isLower(peek()) || peek() == '*');
        skip(c -> isLower(c) || isDigit(c) || c == '_' || c == '-' || c == '.' || c == '*');
        return text.substring(from, at);
    }

    /** Section 4.2.4. */
    private BareItem readNumber() {
        int from = at;
        accept('-');
        int digits = digits();
        if (!accept('.')) {
            require(digits >= 1 && digits <= 15);
            return new BareItem.Int(Long.parseLong(text, from, at, 10));
        }
        require(digits >= 1 && digits <= 12);
        int fraction = digits();
        require(fraction >= 1 && fraction <= 3);
        return OTHER;
    }

    /** Section 4.2.5. */
    private BareItem readString() {
        expect('"');
        while (!accept('"')) {
            if (accept('\\')) {
                require(peek() == '"' || peek() == '\\');
            }
            require(peek() >= ' ' && peek() <= '~');
            at++;
        }
        return OTHER;
    }

    /** Section 4.2.6. */
    private BareItem readToken() {
        require(isAlpha(peek()) || peek() == '*');
        skip(c -> isAlpha(c) || isDigit(c) || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0);
        return OTHER;
    }

    /** Section 4.2.7. */
    private BareItem readBytes() {
        expect(':');
        int from = at;
        skip(c -> isAlpha(c) || isDigit(c) || c == '+' || c == '/' || c == '=');
        String encoded = text.substring(from, at);
        expect(':');
        try {
            return new BareItem.Bytes(
                    HexFormat.of().formatHex(Base64.getDecoder().decode(encoded)));
        } catch (IllegalArgumentException e) {
            throw MalformedFieldException.IT;
        }
    }

    /** Section 4.2.8. */
    private BareItem readBoolean() {
        expect('?');
        boolean value = accept('1');
        if (!value) {
            expect('0');
        }
        return new BareItem.Bool(value);
    }

    /** Section 4.2.9. */
    private BareItem readDate() {
        expect('@');
        require(peek() == '-' || isDigit(peek()));
        require(readNumber() instanceof BareItem.Int);
        return OTHER;
    }

    /** Section 4.2.10. */
    private BareItem readDisplayString() {
        expect('%');
        expect('"');
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        while (!accept('"')) {
            char c = peek();
            require(c >= ' ' && c <= '~');
            at++;
            bytes.put(c == '%' ? readHex() : (byte) c);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw MalformedFieldException.IT;
        }
        return OTHER;
    }

    private byte readHex() {
        int value = 0;
        for (int i = 0; i < 2; i++) {
            char c = peek();
            require(isDigit(c) || c >= 'a' && c <= 'f');
            value = value * 16 + Character.digit(c, 16);
            at++;
        }
        return (byte) value;
    }

    private int digits() {
        int from = at;
        skip(StructuredField::isDigit);
        return at - from;
    }

    private void skip(IntPredicate what) {
        while (at < text.length() && what.test(text.charAt(at))) {
            at++;
        }
    }

    private boolean accept(char c) {
        if (peek() != c || at == text.length()) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        require(accept(c));
    }

    /** NUL at the end, which no rule allows anywhere. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void require(boolean rule) {
        if (!rule) {
            throw MalformedFieldException.IT;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isAlpha(int c) {
        return isLower(c) || c >= 'A' && c <= 'Z';
    }

    /** Ends the reading; a peer's bad bytes have no stack trace. */
    private static final class MalformedFieldException extends RuntimeException {

        static final MalformedFieldException IT = new MalformedFieldException();

        private static final long serialVersionUID = 1;

        private MalformedFieldException() {
            super(null, null, false, false);
        }
    }
}
