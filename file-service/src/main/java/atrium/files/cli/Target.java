package atrium.files.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where to send to, as people write it: {@code HOST}, {@code HOST:PORT}, {@code [IPV6]:PORT}, {@code IPV6}. */
record Target(String host, int port) {

    static final int PORT = 8602;

    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]]+))(?::(\\d{1,5}))?");

    private static final Pattern BARE_IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%\\w+)?");

    static Target of(String text) {
        if (BARE_IPV6.matcher(text).matches()) {
            return new Target(text, PORT);
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException("--to " + text + " (expected: HOST:PORT)");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new Target(host, matcher.group(3) == null ? PORT : port(matcher.group(3)));
    }

    /** A TCP port; 0 stands for any free one. */
    static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new UsageException("port: " + text + " (expected: up to 65535)");
        }
        return Integer.parseInt(text);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
