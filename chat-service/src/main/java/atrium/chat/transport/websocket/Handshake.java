package atrium.chat.transport.websocket;

import atrium.chat.admission.OpeningHandshake;
import atrium.chat.message.RoomName;
import atrium.chat.problem.ChatProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What a client asks for with its opening handshake (RFC 6455, section 4.2.1), checked while the answer can still be a
 * problem.
 *
 * @param name as the client wishes to be called, unchecked
 * @param compression what the client offers and we can do, as the answer's {@code Sec-WebSocket-Extensions}
 */
record Handshake(RoomName room, Mode mode, @Nullable String name, Optional<String> compression) {

    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    /**
     * Reads {@code request}.
     *
     * @param room as in the path; null for the lobby
     * @throws atrium.platform.problem.ProblemException if it is not a valid handshake
     */
    static Handshake of(ServerHttpRequest request, @Nullable String room) {
        RoomName roomName = roomName(room);
        OpeningHandshake.check(request);
        HttpHeaders headers = request.getHeaders();
        Mode mode = mode(headers);
        return new Handshake(
                roomName,
                mode,
                request.getQueryParams().getFirst("name"),
                mode == Mode.JSON ? compression(headers) : Optional.empty());
    }

    private static RoomName roomName(@Nullable String room) {
        try {
            return room == null ? RoomName.LOBBY : RoomName.parse(room);
        } catch (IllegalArgumentException e) {
            throw ChatProblem.ROOM_NAME.with(String.valueOf(e.getMessage()));
        }
    }

    private static Mode mode(HttpHeaders headers) {
        List<String> offers = headers.getOrEmpty(PROTOCOL).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .toList();
        if (offers.isEmpty()) {
            return Mode.PLAIN;
        }
        if (!offers.contains(Mode.SUBPROTOCOL)) {
            throw ChatProblem.SUBPROTOCOL.with(
                    "Offer the subprotocol %s, or none for plain mode.".formatted(Mode.SUBPROTOCOL));
        }
        return Mode.JSON;
    }

    private static Optional<String> compression(HttpHeaders headers) {
        return DeflateOffer.accept(headers.getOrEmpty(EXTENSIONS));
    }
}
