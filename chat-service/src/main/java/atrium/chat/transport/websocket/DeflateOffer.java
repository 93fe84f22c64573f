package atrium.chat.transport.websocket;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Agrees on permessage-deflate (RFC 7692, section 7.1) such that neither side keeps anything from one message to the
 * next: a message is then compressed once for everybody, and a connection costs no memory for it.
 */
final class DeflateOffer {

    private static final String EXTENSION = "permessage-deflate";
    private static final String ANSWER = EXTENSION + "; server_no_context_takeover; client_no_context_takeover";
    private static final String WHOLE_WINDOW = "15";

    private DeflateOffer() {}

    /**
     * The answer to the first offer that can be met.
     *
     * @param lines of the header {@code Sec-WebSocket-Extensions}
     * @return the same header's value for the answer
     */
    static Optional<String> accept(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(DeflateOffer::answer)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** An offer with a parameter that is unknown, doubled or malformed is declined as a whole. */
    private static @Nullable String answer(String offer) {
        String[] parts = offer.split(";", -1);
        if (!parts[0].strip().equalsIgnoreCase(EXTENSION)) {
            return null;
        }
        String answer = ANSWER;
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            String name = parameter[0].strip().toLowerCase(Locale.ROOT);
            String value = parameter.length == 1 ? null : unquoted(parameter[1].strip());
            if (!seen.add(name) || !canMeet(name, value)) {
                return null;
            }
            if (name.equals("server_max_window_bits")) {
                answer += "; server_max_window_bits=" + WHOLE_WINDOW;
            }
        }
        return answer;
    }

    /** The JDK's Deflater has no smaller window, its Inflater reads any. */
    private static boolean canMeet(String name, @Nullable String value) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            case "server_max_window_bits" -> WHOLE_WINDOW.equals(value);
            case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
            default -> false;
        };
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
