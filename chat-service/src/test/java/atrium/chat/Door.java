package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All ways into a room, tried over the wire. The answer is "in" or the refusal: its status, "wrong" with it if it is the
 * token that was refused, the code of a 403; in danmaku the code of the error.
 *
 * @param port of HTTP
 * @param danmaku of danmaku over TCP
 */
record Door(int port, int danmaku) {

    private static final int BINARY = WebSocketPeer.FIN | WebSocketPeer.BINARY;

    enum Way {
        WS_JSON,
        WS_PLAIN,
        WS_PARAMETER,
        ROOM,
        MESSAGES,
        HEAD,
        DANMAKU_TCP,
        DANMAKU_WS,
        DANMAKU_WS_HEADER;

        boolean isDanmaku() {
            return name().startsWith("DANMAKU");
        }
    }

    String enter(Way way, String room, @Nullable String token) {
        return switch (way) {
            case WS_JSON -> handshake("/ws/" + room, WebSocketPeer.JSON, token);
            case WS_PLAIN -> handshake("/ws/" + room, null, token);
            case WS_PARAMETER -> status("/ws/" + room + (token == null ? "" : "?access_token=" + token));
            case ROOM -> rest("GET", "/chat/rooms/" + room, token);
            case MESSAGES -> rest("GET", "/chat/rooms/" + room + "/messages", token);
            case HEAD -> rest("HEAD", "/chat/rooms/" + room, token);
            case DANMAKU_TCP -> overTcp(room, token);
            case DANMAKU_WS -> overWebSocket(room, null, token);
            case DANMAKU_WS_HEADER -> overWebSocket(room, token, null);
        };
    }

    /** Opens a WebSocket in plain mode, as nobody. */
    String status(String path) {
        return handshake(path, null, null);
    }

    private String handshake(String path, @Nullable String subprotocol, @Nullable String token) {
        String[] header = token == null ? new String[0] : new String[] {"Authorization: Bearer " + token};
        try (var peer = WebSocketPeer.with(port, path, subprotocol, header)) {
            String head = peer.handshake();
            return head.startsWith("HTTP/1.1 101") ? "in" : refusal(head.substring(9, 12), head, peer.problem());
        }
    }

    String rest(String method, String path, @Nullable String token) {
        var answer = send(method, path, token, null);
        return answer.statusCode() == 200
                ? "in"
                : refusal(String.valueOf(answer.statusCode()), answer.headers().toString(), answer.body());
    }

    private static String refusal(String status, String head, String problem) {
        if (head.contains("invalid_token")) {
            return status + " wrong";
        }
        return switch (status) {
            case "403" -> problem.isEmpty() || problem.contains("room-private") ? "403 room-private" : "403 forbidden";
            default -> status;
        };
    }

    HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable String body) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String overTcp(String room, @Nullable String token) {
        try (var peer = DanmakuPeer.connect(danmaku)) {
            ByteArrayOutputStream together = new ByteArrayOutputStream();
            together.writeBytes(DanmakuPeer.frame(login(token)));
            together.writeBytes(DanmakuPeer.frame("type@=joingroup/rid@=" + room + "/"));
            together.writeBytes(DanmakuPeer.frame("type@=mrkl/"));
            peer.send(together.toByteArray());
            return outcome(peer.read(), peer::read);
        }
    }

    private String overWebSocket(String room, @Nullable String header, @Nullable String password) {
        String[] headers = header == null ? new String[0] : new String[] {"Authorization: Bearer " + header};
        try (var web = WebSocketPeer.with(port, "/ws/danmaku", null, headers)) {
            if (!web.handshake().startsWith("HTTP/1.1 101")) {
                return refusal(web.handshake().substring(9, 12), web.handshake(), web.problem());
            }
            say(web, login(password));
            say(web, "type@=joingroup/rid@=" + room + "/");
            say(web, "type@=mrkl/");
            String outcome = outcome(read(web), () -> read(web));
            if (!outcome.equals("in")) {
                assertThat(web.read().closeCode()).isEqualTo(outcome.equals("room_private") ? 4011 : 4001);
            }
            return outcome;
        }
    }

    private static String login(@Nullable String token) {
        return "type@=loginreq/username@=x/" + (token == null ? "" : "password@=" + token + "/");
    }

    private static String outcome(String first, Supplier<String> next) {
        String last = first.startsWith("type@=loginres/") ? next.get() : first;
        return last.equals("type@=mrkl/") ? "in" : DanmakuPeer.field(last, "code");
    }

    static void say(WebSocketPeer web, String text) {
        web.send(BINARY, DanmakuPeer.frame(text));
    }

    /** The text of the next message, which has one frame. */
    static String read(WebSocketPeer web) {
        byte[] frame = web.read().payload();
        return new String(frame, 12, frame.length - 13, StandardCharsets.UTF_8);
    }
}
