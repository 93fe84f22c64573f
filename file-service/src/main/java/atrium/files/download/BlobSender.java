package atrium.files.download;

import atrium.files.catalog.FileId;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Moves a blob's bytes from the store to a client, as fast as the client takes them and in bounded memory. */
interface BlobSender {

    /** The first bytes of a blob: {@code length} of them, which it has. */
    Mono<byte[]> beginning(FileId blob, int length);

    /**
     * Sends the head and {@code segments}, which are some; called on the connection's event loop. An error that comes
     * before the head may still be answered.
     */
    Mono<Void> send(HttpServerResponse response, FileId blob, List<Segment> segments);

    /** Gives back what is held for later; downloads that run go on. */
    void close();
}
