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

/**
 * Reads structured fields (RFC 9651, section 4.2), strictly: what breaks a rule is no value at all. Sections below are
 * those of RFC 9651. Parameters and inner lists are checked and not kept, since no field here gives them a meaning.
 */
final class StructuredField {

    private static final BareItem OTHER = new BareItem.Other();
    private static final BareItem TRUE = new BareItem.Bool(true);

    private final FieldText text;

    private StructuredField(FieldText text) {
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
            FieldText text = new FieldText(String.join(", ", lines));
            text.skip(c -> c == ' ');
            T value = reading.apply(new StructuredField(text));
            text.skip(c -> c == ' ');
            FieldText.require(text.isAtEnd());
            return Optional.of(value);
        } catch (FieldText.MalformedException e) {
            return Optional.empty();
        }
    }

    /** Section 4.2.2. */
    private Map<String, BareItem> readDictionary() {
        Map<String, BareItem> members = new HashMap<>();
        while (!text.isAtEnd()) {
            members.put(readKey(), readMember());
            text.skip(c -> c == ' ' || c == '\t');
            if (text.isAtEnd()) {
                break;
            }
            text.expect(',');
            text.skip(c -> c == ' ' || c == '\t');
            FieldText.require(!text.isAtEnd());
        }
        return members;
    }

    private BareItem readMember() {
        if (!text.accept('=')) {
            readParameters();
            return TRUE;
        }
        return text.peek() == '(' ? readInnerList() : readItem();
    }

    /** Section 4.2.1.2. */
    private BareItem readInnerList() {
        text.expect('(');
        text.skip(c -> c == ' ');
        while (!text.accept(')')) {
            readItem();
            FieldText.require(text.peek() == ' ' || text.peek() == ')');
            text.skip(c -> c == ' ');
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
        char first = text.peek();
        if (first == '-' || FieldText.isDigit(first)) {
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
        while (text.accept(';')) {
            text.skip(c -> c == ' ');
            readKey();
            if (text.accept('=')) {
                readBareItem();
            }
        }
    }

    /** Section 4.2.3.3. */
    private String readKey() {
        int from = text.at();
        FieldText.require(FieldText.isLower(text.peek()) || text.peek() == '*');
        text.skip(c -> FieldText.isLower(c) || FieldText.isDigit(c) || c == '_' || c == '-' || c == '.' || c == '*');
        return text.since(from);
    }

    /** Section 4.2.4. */
    private BareItem readNumber() {
        int from = text.at();
        text.accept('-');
        int digits = text.digits();
        if (!text.accept('.')) {
            FieldText.require(digits >= 1 && digits <= 15);
            return new BareItem.Int(Long.parseLong(text.since(from)));
        }
        FieldText.require(digits >= 1 && digits <= 12);
        int fraction = text.digits();
        FieldText.require(fraction >= 1 && fraction <= 3);
        return OTHER;
    }

    /** Section 4.2.5. */
    private BareItem readString() {
        text.expect('"');
        while (!text.accept('"')) {
            if (text.accept('\\')) {
                FieldText.require(text.peek() == '"' || text.peek() == '\\');
            }
            FieldText.require(text.peek() >= ' ' && text.peek() <= '~');
            text.next();
        }
        return OTHER;
    }

    /** Section 4.2.6. */
    private BareItem readToken() {
        FieldText.require(FieldText.isAlpha(text.peek()) || text.peek() == '*');
        text.skip(c -> FieldText.isAlpha(c) || FieldText.isDigit(c) || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0);
        return OTHER;
    }

    /** Section 4.2.7. */
    private BareItem readBytes() {
        text.expect(':');
        int from = text.at();
        text.skip(c -> FieldText.isAlpha(c) || FieldText.isDigit(c) || c == '+' || c == '/' || c == '=');
        String encoded = text.since(from);
        text.expect(':');
        try {
            return new BareItem.Bytes(
                    HexFormat.of().formatHex(Base64.getDecoder().decode(encoded)));
        } catch (IllegalArgumentException e) {
            throw FieldText.MalformedException.IT;
        }
    }

    /** Section 4.2.8. */
    private BareItem readBoolean() {
        text.expect('?');
        boolean value = text.accept('1');
        if (!value) {
            text.expect('0');
        }
        return new BareItem.Bool(value);
    }

    /** Section 4.2.9. */
    private BareItem readDate() {
        text.expect('@');
        FieldText.require(text.peek() == '-' || FieldText.isDigit(text.peek()));
        FieldText.require(readNumber() instanceof BareItem.Int);
        return OTHER;
    }

    /** Section 4.2.10. */
    private BareItem readDisplayString() {
        text.expect('%');
        text.expect('"');
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        while (!text.accept('"')) {
            char c = text.peek();
            FieldText.require(c >= ' ' && c <= '~');
            text.next();
            bytes.put(c == '%' ? readHex() : (byte) c);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw FieldText.MalformedException.IT;
        }
        return OTHER;
    }

    private byte readHex() {
        int value = 0;
        for (int i = 0; i < 2; i++) {
            char c = text.peek();
            FieldText.require(FieldText.isDigit(c) || c >= 'a' && c <= 'f');
            value = value * 16 + Character.digit(c, 16);
            text.next();
        }
        return (byte) value;
    }
}
