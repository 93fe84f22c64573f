package atrium.files.download;

import atrium.files.problem.UnnamedRoom;
import atrium.platform.identity.TokenHolders;
import atrium.platform.rooms.RoomAccess;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.security.Principal;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Lets to what is in a private room who may be in that room. No security chain has seen these requests, and only here is
 * a token looked at: a download of what is open costs none.
 */
public final class Entrance {

    private final RoomAccess rooms;
    private final TokenHolders holders;

    public Entrance(RoomAccess rooms, TokenHolders holders) {
        this.rooms = rooms;
        this.holders = holders;
    }

    /** Whether what is in {@code room} is for anybody. */
    boolean isOpen(String room) {
        return rooms.isOpenTo(null, room);
    }

    /** {@code answer} on the caller's event loop, if the request's sender may be in {@code room}; else the refusal. */
    <T> Mono<T> admit(HttpServerRequest request, HttpServerResponse response, String room, Mono<T> answer) {
        return holders.of(request.requestHeaders().getAll(HttpHeaderNames.AUTHORIZATION))
                .<Optional<Principal>>map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .publishOn(
                        Schedulers.fromExecutor(FileSender.channelOf(response).eventLoop()))
                .flatMap(who -> rooms.refusal(who.orElse(null), room)
                        .map(refusal -> Mono.<T>error(UnnamedRoom.in(refusal)))
                        .orElse(answer));
    }
}
