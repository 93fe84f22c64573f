package atrium.files.protocol.tus;

import atrium.files.catalog.FileId;
import atrium.files.http.CutBodies;
import atrium.files.http.OpenBodies;
import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.Length;
import atrium.files.upload.Progress;
import atrium.files.upload.Spool;
import atrium.files.upload.UploadService;
import atrium.files.upload.VerifiedBody;
import java.io.IOException;
import org.springframework.web.server.ServerWebExchange;

/** Takes the bytes of a PATCH, or of a POST that brings some; on workers. */
final class TusChunks {

    private final UploadService uploads;
    private final OpenBodies bodies;
    private final Spool spool;

    TusChunks(UploadService uploads, OpenBodies bodies, Spool spool) {
        this.uploads = uploads;
        this.bodies = bodies;
        this.spool = spool;
    }

    /** The request's body, which the caller closes; one with a checksum is verified before it counts. */
    Body open(ServerWebExchange exchange) {
        UploadChecksum checksum =
                UploadChecksum.parse(TusHeaders.single(exchange.getRequest().getHeaders(), TusHeaders.CHECKSUM));
        Body body = bodies.open(exchange);
        return checksum == null ? body : new VerifiedBody(body, checksum, spool);
    }

    /** Appends {@code body} to an upload, whose length it may declare. */
    Progress append(FileId id, long offset, Body body, Length length) throws IOException {
        try {
            return uploads.append(id, offset, body, length);
        } catch (BodyCutException e) {
            throw CutBodies.problemOf(e);
        }
    }
}
