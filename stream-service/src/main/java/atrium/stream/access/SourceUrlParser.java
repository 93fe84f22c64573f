package atrium.stream.access;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads URLs as cameras' manuals and people write them: RFC 3986, section 3, with passwords that hold a bare {@code @}
 * or {@code :}. As there and in ffmpeg, the authority ends at the first {@code /}, {@code ?} or {@code #}, and the user
 * ends at its last {@code @}.
 */
final class SourceUrlParser {

    private static final int MAX_LENGTH = 2048;
    private static final Pattern WHOLE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(//)?(.*)");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(?<user>.*)@)?(?<host>\\[[^\\]]*\\]|[^:\\[\\]]*)(?::(?<port>\\d{0,5}))?");
    private static final Pattern NOT_IN_URL = Pattern.compile("[^\\x21-\\x7e]|[\\\\\"<>^`{|}]");
    private static final String KEPT_IN_USER = "-._~!$&'()*+,;=:";

    private SourceUrlParser() {}

    static SourceUrl parse(String text) throws SourceRefusedException {
        Matcher whole = WHOLE.matcher(text.strip());
        if (text.length() > MAX_LENGTH || !whole.matches()) {
            throw new SourceRefusedException("not a URL: expected scheme://host/path, at most 2048 characters");
        }
        SourceScheme scheme = SourceScheme.of(whole.group(1))
                .orElseThrow(
                        () -> new SourceRefusedException("the scheme " + whole.group(1) + " is not one of sources"));
        if (scheme == SourceScheme.FILE) {
            return file(whole.group(3));
        }
        if (whole.group(2) == null) {
            throw new SourceRefusedException("not a URL: expected // after " + scheme.text() + ":");
        }
        return network(scheme, whole.group(3));
    }

    private static SourceUrl file(String path) throws SourceRefusedException {
        if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
            throw new SourceRefusedException("not the URL of a file: expected file:///directory/name");
        }
        return new SourceUrl(SourceScheme.FILE, null, SourceHost.NONE, -1, path);
    }

    private static SourceUrl network(SourceScheme scheme, String afterScheme) throws SourceRefusedException {
        int end = endOfAuthority(afterScheme);
        Matcher authority = AUTHORITY.matcher(afterScheme.substring(0, end));
        String rest = afterScheme.substring(end);
        if (!authority.matches()) {
            throw new SourceRefusedException("the part between // and the path is not user:password@host:port");
        }
        if (NOT_IN_URL.matcher(rest).find()) {
            throw new SourceRefusedException("the path or query holds a character that must be percent-encoded");
        }
        return new SourceUrl(
                scheme, user(authority.group("user")), host(scheme, authority.group("host")), port(authority), rest);
    }

    private static int endOfAuthority(String text) {
        int end = 0;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Who listens may leave the host out, as in {@code udp://@:5000}: any address of this machine. */
    private static SourceHost host(SourceScheme scheme, String written) throws SourceRefusedException {
        return (scheme == SourceScheme.UDP || scheme == SourceScheme.SRT) && written.isEmpty()
                ? new SourceHost("0.0.0.0", false)
                : SourceHost.parse(written);
    }

    private static int port(Matcher authority) throws SourceRefusedException {
        String written = authority.group("port");
        if (written == null || written.isEmpty()) {
            return -1;
        }
        int port = Integer.parseInt(written);
        if (port < 1 || port > 65535) {
            throw new SourceRefusedException("port: " + port + " (expected: 1 to 65535)");
        }
        return port;
    }

    /** Percent-encodes what the writer should have; what is encoded stays so. An empty user is none. */
    private static @Nullable String user(@Nullable String written) {
        if (written == null || written.isEmpty()) {
            return null;
        }
        StringBuilder encoded = new StringBuilder();
        byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean escape = c == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
            if (escape || isAsciiLetterOrDigit(c) || KEPT_IN_USER.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
