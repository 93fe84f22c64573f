package atrium.files.download;

import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** What a {@code HEAD} by somebody means who may be asking for an upload, and says so by nothing but the id. */
public interface UploadHeads {

    /** Adds to the answer that {@code size} bytes were uploaded, and are all. */
    void whole(HttpHeaders headers, long size);

    /** Answers where there is no whole file of this id: with the upload's state, or that there is none either. */
    Mono<Void> unfinished(HttpServerRequest request, HttpServerResponse response);
}
