package atrium.files.scan;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a callback answers.
 *
 * <table>
 *   <caption>Answers</caption>
 *   <tr><td>204</td><td>clean</td></tr>
 *   <tr><td>200, {@code {"verdict": "clean"}}</td><td>clean</td></tr>
 *   <tr><td>200, {@code {"verdict": "infected", "reason": …}}</td><td>infected</td></tr>
 *   <tr><td>403, 422, perhaps with {@code reason} or a problem's {@code detail}</td><td>infected</td></tr>
 *   <tr><td>413</td><td>too large</td></tr>
 *   <tr><td>anything else</td><td>no verdict</td></tr>
 * </table>
 */
final class HookAnswer {

    private static final String UNNAMED = "the scanner gave no reason";

    private final JsonMapper json;

    HookAnswer(JsonMapper json) {
        this.json = json;
    }

    /** @throws ScanFailedException if it is no verdict */
    Verdict verdict(int status, byte[] body) throws ScanFailedException {
        return switch (status) {
            case 200 -> said(read(body));
            case 204 -> Verdict.CLEAN;
            case 403, 422 -> new Verdict.Infected(reason(read(body)));
            case 413 -> new Verdict.TooLarge();
            default -> throw new ScanFailedException("the scanner answered " + status);
        };
    }

    private static Verdict said(@Nullable JsonNode body) throws ScanFailedException {
        String verdict = body == null ? "" : text(body, "verdict");
        return switch (verdict == null ? "" : verdict) {
            case "clean" -> Verdict.CLEAN;
            case "infected" -> new Verdict.Infected(reason(body));
            default ->
                throw new ScanFailedException("the scanner's answer has no verdict (expected: clean or infected)");
        };
    }

    private static String reason(@Nullable JsonNode body) {
        if (body == null) {
            return UNNAMED;
        }
        String reason = text(body, "reason");
        return Words.of(reason == null ? text(body, "detail") : reason, UNNAMED);
    }

    private static @Nullable String text(JsonNode body, String field) {
        JsonNode value = body.get(field);
        return value != null && value.isString() ? value.asString() : null;
    }

    private @Nullable JsonNode read(byte[] body) {
        try {
            return body.length == 0 ? null : json.readTree(body);
        } catch (JacksonException e) {
            return null; // said to be no verdict where it needs one
        }
    }
}
