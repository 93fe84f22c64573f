package atrium.chat.admission;

import atrium.chat.problem.ChatProblem;
import atrium.platform.problem.PlatformProblem;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What every opening handshake of a WebSocket must have, checked while the answer can still be a problem. */
public final class OpeningHandshake {

    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String VERSION_13 = "13";

    private OpeningHandshake() {}

    /** @throws atrium.platform.problem.ProblemException if {@code request} is none (RFC 6455, section 4.2.1) */
    public static void check(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        boolean upgrade = request.getMethod() == HttpMethod.GET
                && "websocket".equalsIgnoreCase(headers.getUpgrade())
                && has(headers.getConnection(), "upgrade");
        if (!upgrade || !VERSION_13.equals(headers.getFirst(VERSION))) {
            throw ChatProblem.UPGRADE_REQUIRED
                    .with("Open this URL as a WebSocket, version 13.")
                    .header(HttpHeaders.UPGRADE, "websocket")
                    .header(HttpHeaders.CONNECTION, "Upgrade")
                    .header(VERSION, VERSION_13);
        }
        if (headers.getFirst(KEY) == null) {
            throw PlatformProblem.BAD_REQUEST.with("The header Sec-WebSocket-Key is missing.");
        }
    }

    private static boolean has(List<String> values, String word) {
        return values.stream().anyMatch(word::equalsIgnoreCase);
    }
}
