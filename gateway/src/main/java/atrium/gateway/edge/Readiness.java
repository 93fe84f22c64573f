package atrium.gateway.edge;

import atrium.gateway.route.Instances;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** 200 only when a request to each of the services would find a healthy instance. */
final class Readiness {

    static final List<String> SERVICES = List.of("chat-service", "file-service", "stream-service");

    private final Instances instances;

    Readiness(Instances instances) {
        this.instances = instances;
    }

    Mono<ServerResponse> answer(ServerRequest request) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        SERVICES.forEach(service -> counts.put(service, instances.of(service).size()));
        boolean ready = counts.values().stream().allMatch(count -> count > 0);
        return ServerResponse.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .cacheControl(CacheControl.noStore())
                .bodyValue(Map.of("status", ready ? "UP" : "OUT_OF_SERVICE", "instances", counts));
    }
}
