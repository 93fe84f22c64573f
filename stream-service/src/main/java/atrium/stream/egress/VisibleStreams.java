package atrium.stream.egress;

import atrium.platform.identity.Role;
import atrium.platform.problem.ProblemException;
import atrium.stream.edge.StreamProblem;
import atrium.stream.live.LiveStream;
import atrium.stream.live.StreamName;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.security.core.Authentication;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The streams that whoever asks may see. One that is not public does not exist for guests. */
public final class VisibleStreams {

    private final Function<StreamName, Optional<LiveStream>> streams;
    private final Function<LiveStream, Optional<LiveStream>> shown;

    public VisibleStreams(Function<StreamName, Optional<LiveStream>> streams) {
        this(streams, Optional::of);
    }

    /** @param shown gives what is shown of a stream that the asker may see, such as the same in another codec */
    public VisibleStreams(
            Function<StreamName, Optional<LiveStream>> streams, Function<LiveStream, Optional<LiveStream>> shown) {
        this.streams = streams;
        this.shown = shown;
    }

    /** What is shown of the stream that the path names; empty if there is none for who asks. */
    public Mono<LiveStream> find(ServerWebExchange exchange) {
        Optional<LiveStream> stream = name(exchange).flatMap(streams);
        return isAdmin(exchange)
                .flatMap(admin -> Mono.justOrEmpty(
                        stream.filter(found -> admin || found.isPublic()).flatMap(shown)));
    }

    /** What is said where {@link #find} found nothing. */
    public static ProblemException absent() {
        return StreamProblem.NO_SUCH_STREAM.with("No stream has this name now.");
    }

    private static Optional<StreamName> name(ServerWebExchange exchange) {
        Map<String, String> variables =
                exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        return StreamName.of(variables.getOrDefault("name", ""));
    }

    private static Mono<Boolean> isAdmin(ServerWebExchange exchange) {
        return exchange.<Principal>getPrincipal().map(VisibleStreams::isAdmin).defaultIfEmpty(false);
    }

    private static boolean isAdmin(Principal principal) {
        return principal instanceof Authentication person
                && person.getAuthorities().stream()
                        .anyMatch(granted -> Role.ADMIN.authority().equals(granted.getAuthority()));
    }
}
