package atrium.files.download;

import java.nio.charset.StandardCharsets;

/** {@code Content-Disposition} with a file's name in any script (RFC 6266). */
enum Disposition {
    /** To be saved. */
    ATTACHMENT,
    /** To be shown. */
    INLINE;

    /** RFC 8187, section 3.2.1: attr-char. */
    private static final String PLAIN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$&+-.^_`|~";

    /** {@code filename} for old clients; {@code filename*} with it whenever that alone would not be the name. */
    String of(String name) {
        String fallback = fallback(name);
        String header = (this == INLINE ? "inline" : "attachment") + "; filename=\"" + fallback + '"';
        return fallback.equals(name) ? header : header + "; filename*=UTF-8''" + encode(name);
    }

    /** RFC 6266, appendix D: no quotes, no backslash, no percent sign, nothing beyond ASCII. */
    private static String fallback(String name) {
        StringBuilder ascii = new StringBuilder(name.length());
        name.codePoints()
                .forEach(c -> ascii.append(c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : (char) c));
        return ascii.toString();
    }

    private static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (PLAIN.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(hex(b >> 4)).append(hex(b));
            }
        }
        return encoded.toString();
    }

    private static char hex(int nibble) {
        return Character.toUpperCase(Character.forDigit(nibble & 0xf, 16));
    }
}
