package atrium.files;

import atrium.files.download.UploadHeads;
import io.netty.handler.codec.http.HttpHeaders;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Gives a {@code HEAD} of what is no file on to WebFlux, and so to {@link FilesEndpoint}. */
final class WebFluxHeads implements UploadHeads {

    private final ObjectProvider<HttpHandler> webFlux;

    /** @param webFlux asked for with the first request, as it is made after the web server */
    WebFluxHeads(ObjectProvider<HttpHandler> webFlux) {
        this.webFlux = webFlux;
    }

    @Override
    public void whole(HttpHeaders headers, long size) {
        // draft-ietf-httpbis-resumable-upload, "Offset Retrieval"
        headers.set("Upload-Offset", size);
        headers.set("Upload-Length", size);
        headers.set("Upload-Complete", "?1");
    }

    @Override
    public Mono<Void> unfinished(HttpServerRequest request, HttpServerResponse response) {
        return new ReactorHttpHandlerAdapter(webFlux.getObject()).apply(request, response);
    }
}
