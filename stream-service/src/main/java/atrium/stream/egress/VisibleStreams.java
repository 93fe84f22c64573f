package atrium.stream.egress;

import atrium.platform.problem.ProblemException;
import atrium.platform.rooms.RoomAccess;
import atrium.stream.edge.StreamProblem;
import atrium.stream.live.LiveStream;
import atrium.stream.live.StreamName;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The streams that whoever asks may see, whatever by. That of a private room is refused to whom the room is, and whether
 * there is one is not told. One that is not public does not exist for whoever has no account and was not invited to its
 * room. Any thread.
 */
public final class VisibleStreams {

    private final RoomAccess rooms;
    private final Function<StreamName, Optional<LiveStream>> streams;
    private final Function<LiveStream, Optional<LiveStream>> form;

    public VisibleStreams(RoomAccess rooms, Function<StreamName, Optional<LiveStream>> streams) {
        this(rooms, streams, Optional::of);
    }

    private VisibleStreams(
            RoomAccess rooms,
            Function<StreamName, Optional<LiveStream>> streams,
            Function<LiveStream, Optional<LiveStream>> form) {
        this.rooms = rooms;
        this.streams = streams;
        this.form = form;
    }

    /** The same streams, shown as {@code otherForm} makes them, such as in another codec, to the same people. */
    public VisibleStreams as(Function<LiveStream, Optional<LiveStream>> otherForm) {
        return new VisibleStreams(rooms, streams, otherForm);
    }

    /** As {@link #find(Principal, StreamName)}, of the stream that the path names; empty if it is no name. */
    public Mono<VisibleStream> find(ServerWebExchange exchange) {
        return exchange.<Principal>getPrincipal()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(who -> Mono.justOrEmpty(name(exchange).flatMap(name -> find(who.orElse(null), name))));
    }

    /**
     * What is shown of the stream; empty if there is none for who asks.
     *
     * @param who nobody, where there was no token
     * @throws ProblemException if it is in a private room that is not open to {@code who}
     */
    public Optional<VisibleStream> find(@Nullable Principal who, StreamName name) {
        rooms.refusal(who, name.text()).ifPresent(refusal -> {
            throw refusal;
        });
        return streams.apply(name).filter(found -> isShown(found, who)).flatMap(found -> form.apply(found)
                .map(shown -> new VisibleStream(shown, shows(null, found), () -> shows(who, found))));
    }

    /** Whether {@code who} may see {@code stream}, and see that it is there. */
    public boolean shows(@Nullable Principal who, LiveStream stream) {
        return rooms.isOpenTo(who, stream.name().text()) && isShown(stream, who);
    }

    /** What is said where nothing was found. */
    public static ProblemException absent() {
        return StreamProblem.NO_SUCH_STREAM.with("No stream has this name now.");
    }

    private static boolean isShown(LiveStream stream, @Nullable Principal who) {
        return stream.isPublic() || RoomAccess.isKnownIn(who, stream.name().text());
    }

    private static Optional<StreamName> name(ServerWebExchange exchange) {
        Map<String, String> variables =
                exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        return StreamName.of(variables.getOrDefault("name", ""));
    }
}
