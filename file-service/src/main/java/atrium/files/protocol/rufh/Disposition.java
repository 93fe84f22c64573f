package atrium.files.protocol.rufh;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The file's name in {@code Content-Disposition} (RFC 6266, section 4.3): {@code filename*} before {@code filename}.
 */
final class Disposition {

    private final String text;
    private int at;
    private @Nullable String plain;
    private @Nullable String extended;

    private Disposition(String text) {
        this.text = text;
    }

    /** The name that {@code header} gives; {@code null} if it gives none. */
    static @Nullable String filename(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Disposition disposition = new Disposition(header);
        disposition.readAll();
        return disposition.extended != null ? disposition.extended : disposition.plain;
    }

    private void readAll() {
        readUntil(";");
        while (at < text.length()) {
            at++;
            String name = readUntil("=;").strip().toLowerCase(Locale.ROOT);
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                keep(name, readValue());
            }
        }
    }

    private void keep(String name, String value) {
        if (name.equals("filename") && plain == null) {
            plain = utf8(value);
        } else if (name.equals("filename*") && extended == null) {
            extended = decode(value);
        }
    }

    /** RFC 9110, section 5.6.4, where it begins with a quote. */
    private String readValue() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '"') {
            return readUntil(";").strip();
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
        }
        readUntil(";");
        return value.toString();
    }

    private String readUntil(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** RFC 8187, section 3.2.1; {@code null} where it is no such value, and then the other one counts. */
    private static @Nullable String decode(String value) {
        String[] parts = value.split("'", 3);
        if (parts.length < 3) {
            return null;
        }
        byte[] bytes = unescaped(parts[2]);
        return switch (parts[0].toUpperCase(Locale.ROOT)) {
            case "UTF-8" -> bytes == null ? null : strict(bytes, StandardCharsets.UTF_8);
            case "ISO-8859-1" -> bytes == null ? null : strict(bytes, StandardCharsets.ISO_8859_1);
            default -> null;
        };
    }

    private static byte @Nullable [] unescaped(String value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = i + 2 < value.length() ? Character.digit(value.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        return bytes.toByteArray();
    }

    /** Header fields arrive as ISO 8859-1; clients that send a name unescaped send UTF-8. */
    private static String utf8(String value) {
        String decoded = strict(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return decoded == null ? value : decoded;
    }

    private static @Nullable String strict(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
