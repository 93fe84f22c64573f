package atrium.files.protocol.rufh;

import atrium.files.http.RemovalHandler;
import atrium.files.upload.Created;
import atrium.platform.interim.InterimResponses;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.web.server.ServerWebExchange;

/**
 * The interim responses "104 (Upload Resumption Supported)" to one request; used by the one thread that takes its body.
 *
 * <p>Only a client that announced an interop version gets any ("Draft Version Identification"), with that version.
 */
final class Resumption {

    private static final HttpResponseStatus SUPPORTED = new HttpResponseStatus(104, "Upload Resumption Supported");

    /** How often a client is told of progress: seldom enough to cost nothing, often enough to free what it buffers. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final long EVERY_BYTES = 32L * 1024 * 1024;

    private final InteropVersion version;
    private final Optional<InterimResponses> interims;
    private final InstantSource clock;
    private Instant told;
    private long toldOf;

    /** @param offset where the body begins */
    Resumption(ServerWebExchange exchange, InteropVersion version, InstantSource clock, long offset) {
        this.version = version;
        this.interims = version.announced() ? InterimResponses.to(exchange) : Optional.empty();
        this.clock = clock;
        this.told = clock.instant();
        this.toldOf = offset;
    }

    /** Whether the client can learn of its upload before the response. */
    boolean isOffered() {
        return interims.isPresent();
    }

    /** Tells where the upload is. The token, too: a client that is cut would never see it. */
    void offer(Created created, String limits) {
        HttpHeaders fields = fields();
        fields.set("Location", RufhAnswers.locationOf(created.entry()));
        fields.set(RufhHeaders.LIMIT, limits);
        fields.set(RemovalHandler.DELETE_TOKEN, created.token().secret());
        send(fields);
    }

    /** Tells that {@code offset} is reached, if it is time to. */
    void reached(long offset) {
        Instant now = clock.instant();
        boolean due = offset - toldOf >= EVERY_BYTES || !now.isBefore(told.plus(EVERY));
        if (due && offset > toldOf && version.tellsProgress()) {
            told = now;
            toldOf = offset;
            HttpHeaders fields = fields();
            fields.set(RufhHeaders.OFFSET, Long.toString(offset));
            send(fields);
        }
    }

    private HttpHeaders fields() {
        return new DefaultHttpHeaders().set(InteropVersion.HEADER, Integer.toString(version.number()));
    }

    private void send(HttpHeaders fields) {
        interims.ifPresent(client -> client.send(SUPPORTED, fields));
    }
}
