package atrium.files.protocol.form;

import atrium.files.access.Requester;
import atrium.files.catalog.StoredFile;
import atrium.files.http.CutBodies;
import atrium.files.http.FileView;
import atrium.files.http.JsonAnswers;
import atrium.files.http.OpenBodies;
import atrium.files.http.RemovalHandler;
import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.Created;
import atrium.files.upload.DirectUpload;
import atrium.files.upload.UploadService;
import atrium.files.upload.Wish;
import atrium.platform.blocking.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code POST /files} of a form: one file, and {@code room} before or after it. Not resumable; for that there is tus. */
public final class FormHandler {

    /** What a form may have besides its file. */
    private static final long OVERHEAD = 64 * 1024;

    private static final int MAX_FIELD = 4 * 1024;
    private static final int MAX_BOUNDARY = 70; // RFC 2046, section 5.1.1

    private final UploadService uploads;
    private final Admission admission;
    private final OpenBodies bodies;
    private final Workers workers;
    private final JsonAnswers answers;

    public FormHandler(
            UploadService uploads, Admission admission, OpenBodies bodies, Workers workers, JsonAnswers answers) {
        this.uploads = uploads;
        this.admission = admission;
        this.bodies = bodies;
        this.workers = workers;
        this.answers = answers;
    }

    public static boolean isMeant(@Nullable MediaType type) {
        return type != null && type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA);
    }

    public Mono<Void> handle(ServerWebExchange exchange, Requester who) {
        String boundary = boundary(exchange.getRequest().getHeaders());
        return workers.call(exchange, () -> receive(exchange, boundary, who))
                .flatMap(created -> answer(exchange, created));
    }

    private Mono<Void> answer(ServerWebExchange exchange, Created created) {
        StoredFile file = created.file();
        exchange.getResponse().getHeaders().set(HttpHeaders.LOCATION, FileView.urlOf(file));
        exchange.getResponse()
                .getHeaders()
                .set(RemovalHandler.DELETE_TOKEN, created.token().secret());
        FileView.Own own = new FileView.Own(FileView.of(file), created.token().secret());
        return answers.write(exchange, HttpStatus.CREATED, own);
    }

    /** Runs on a worker. A body that is announced to be too long is refused before its first byte. */
    private Created receive(ServerWebExchange exchange, String boundary, Requester who) throws IOException {
        admission.checkMayUpload(who);
        admission.checkSize(who, exchange.getRequest().getHeaders().getContentLength() - OVERHEAD);
        try (Body body = bodies.open(exchange);
                DirectUpload upload = uploads.direct(who)) {
            MultipartReader reader = new MultipartReader(body, boundary);
            for (MultipartReader.Part part = reader.next(); part != null; part = reader.next()) {
                take(part, upload);
            }
            return upload.complete();
        } catch (BodyCutException e) {
            throw CutBodies.problemOf(e);
        }
    }

    /** A file field that was left empty comes as a file without a name (HTML, "constructing the entry list"). */
    private static void take(MultipartReader.Part part, DirectUpload upload) throws IOException {
        PartHeaders headers = part.headers();
        String filename = headers.filename();
        if (filename != null && !filename.isEmpty()) {
            upload.receive(Wish.of(filename, headers.type(), null), part.body());
        } else if (filename == null && headers.name().equals("room")) {
            upload.in(text(part.body()));
        }
    }

    private static String text(Body body) throws IOException {
        byte[] text = new byte[MAX_FIELD];
        int length = 0;
        for (ByteBuffer piece = body.next(); piece != null; piece = body.next()) {
            if (piece.remaining() > text.length - length) {
                throw FileProblem.BAD_REQUEST.with("A field has more than " + MAX_FIELD + " bytes.");
            }
            int size = piece.remaining();
            piece.get(text, length, size);
            length += size;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8).strip();
    }

    private static String boundary(HttpHeaders headers) {
        MediaType type = headers.getContentType();
        String boundary = type == null ? null : type.getParameter("boundary");
        String bare = boundary == null ? "" : boundary.replaceAll("^\"|\"$", "");
        if (bare.isEmpty() || bare.length() > MAX_BOUNDARY) {
            throw FileProblem.BAD_REQUEST.with("Content-Type has no boundary of 1 to " + MAX_BOUNDARY + " characters.");
        }
        return bare;
    }
}
