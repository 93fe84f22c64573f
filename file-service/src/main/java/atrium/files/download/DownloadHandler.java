package atrium.files.download;

import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.problem.FileProblem;
import atrium.files.upload.UploadMeters;
import atrium.platform.problem.ProblemException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Answers GET and HEAD of a file (RFC 9110, sections 13 and 14). */
final class DownloadHandler {

    private static final int BOUNDARY_BYTES = 16;

    private final Lookup lookup;
    private final Entrance entrance;
    private final BlobSender sender;
    private final UploadMeters meters;
    private final UploadHeads uploads;
    private final RandomGenerator random;
    private final InstantSource clock;

    DownloadHandler(
            Lookup lookup,
            Entrance entrance,
            BlobSender sender,
            UploadMeters meters,
            UploadHeads uploads,
            RandomGenerator random,
            InstantSource clock) {
        this.lookup = lookup;
        this.entrance = entrance;
        this.sender = sender;
        this.meters = meters;
        this.uploads = uploads;
        this.random = random;
        this.clock = clock;
    }

    /** Whether there is this file; an error if there is something else to say of it. */
    Mono<Boolean> has(HttpServerRequest request, HttpServerResponse response, FileId id) {
        return admitted(request, response, id, finding -> switch (finding) {
            case Finding.Found found -> Mono.just(true);
            case Finding.Absent absent -> isNoSuchFile(absent.why()) ? Mono.just(false) : Mono.error(absent.why());
        });
    }

    private static boolean isNoSuchFile(ProblemException problem) {
        return problem.type() == FileProblem.NO_SUCH_FILE;
    }

    Mono<Void> handle(HttpServerRequest request, HttpServerResponse response, FileId id) {
        Mono<Void> answer = admitted(request, response, id, finding -> switch (finding) {
            case Finding.Found found -> answer(request, response, found.file());
            case Finding.Absent absent -> Mono.error(absent.why());
        });
        return answer.onErrorMap(
                NoSuchFileException.class, gone -> FileProblem.NO_SUCH_FILE.with("There is no file " + id));
    }

    /** What {@code telling} makes of what there is under {@code id}, if the request's sender may be in its room. */
    private <T> Mono<T> admitted(
            HttpServerRequest request, HttpServerResponse response, FileId id, Function<Finding, Mono<T>> telling) {
        return lookup.find(id, FileSender.channelOf(response).eventLoop()).flatMap(finding -> {
            String room = finding.room();
            return room == null || entrance.isOpen(room)
                    ? telling.apply(finding)
                    : entrance.admit(request, response, room, Mono.defer(() -> telling.apply(finding)));
        });
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response, StoredFile file) {
        Validators validators = Validators.of(file);
        return switch (validators.check(request.requestHeaders())) {
            case FAILED ->
                Mono.error(FileProblem.CHANGED.with(
                        "This is the file " + validators.tag().value() + " of "
                                + HttpDate.format(validators.lastModified()) + ", and not the one that was meant."));
            case NOT_MODIFIED -> notModified(response, validators);
            case HOLD ->
                representation(request, file, validators).flatMap(found -> represent(request, response, found));
        };
    }

    private Mono<Void> notModified(HttpServerResponse response, Validators validators) {
        Representation.validate(response.responseHeaders(), validators);
        return date(response.status(HttpResponseStatus.NOT_MODIFIED)).send();
    }

    /** Shown only where that is asked for and harmless; saved in every other case. */
    private Mono<Representation> representation(HttpServerRequest request, StoredFile file, Validators validators) {
        Representation saved = Representation.saved(file, validators);
        String type = file.info().type();
        if (file.size() == 0 || !DownloadRoute.asksForPreview(request.uri()) || !Preview.isThinkable(type)) {
            return Mono.just(saved);
        }
        return sender.beginning(file.blob(), (int) Math.min(Preview.BYTES, file.size()))
                .mapNotNull(bytes -> Preview.typeOf(type, bytes))
                .map(shownAs -> Representation.shown(file, validators, shownAs))
                .defaultIfEmpty(saved);
    }

    private Mono<Void> represent(HttpServerRequest request, HttpServerResponse response, Representation found) {
        long size = found.file().size();
        return switch (selection(request, found.validators(), size)) {
            case Selection.Whole whole -> whole(request, response, found);
            case Selection.Parts parts -> parts(response, found, parts.ranges());
            case Selection.Nothing nothing -> Mono.error(unsatisfiable(request.requestHeaders(), size));
        };
    }

    /** Ranges are for GET only (section 14.2). */
    private static Selection selection(HttpServerRequest request, Validators validators, long size) {
        HttpHeaders headers = request.requestHeaders();
        boolean applies = request.method().equals(HttpMethod.GET) && validators.letRangeIn(headers);
        return applies ? Selection.parse(headers.get(HttpHeaderNames.RANGE), size) : new Selection.Whole();
    }

    private Mono<Void> whole(HttpServerRequest request, HttpServerResponse response, Representation found) {
        long size = found.file().size();
        HttpHeaders headers = response.responseHeaders();
        found.describe(headers);
        if (request.method().equals(HttpMethod.HEAD)) {
            uploads.whole(headers, size);
        } else if (size > 0) {
            return send(response, found.file(), List.of(new Segment.Bytes(ByteRange.whole(size))));
        }
        headers.set(HttpHeaderNames.CONTENT_LENGTH, size);
        return date(response).send();
    }

    private Mono<Void> parts(HttpServerResponse response, Representation found, List<ByteRange> ranges) {
        StoredFile file = found.file();
        HttpHeaders headers =
                response.status(HttpResponseStatus.PARTIAL_CONTENT).responseHeaders();
        found.describe(headers);
        if (ranges.size() == 1) {
            headers.set(HttpHeaderNames.CONTENT_RANGE, ranges.getFirst().of(file.size()));
            return send(response, file, List.of(new Segment.Bytes(ranges.getFirst())));
        }
        MultipartRanges multipart = new MultipartRanges(ranges, found.type(), file.size(), boundary());
        headers.set(HttpHeaderNames.CONTENT_TYPE, multipart.contentType());
        return send(response, file, multipart.segments());
    }

    private Mono<Void> send(HttpServerResponse response, StoredFile file, List<Segment> segments) {
        long length = 0;
        for (Segment segment : segments) {
            length += segment.length();
        }
        response.responseHeaders().set(HttpHeaderNames.CONTENT_LENGTH, length);
        meters.sent(length);
        return sender.send(date(response), file.blob(), segments);
    }

    private HttpServerResponse date(HttpServerResponse response) {
        return response.header(HttpHeaderNames.DATE, HttpDate.format(clock.instant()));
    }

    private String boundary() {
        byte[] boundary = new byte[BOUNDARY_BYTES];
        random.nextBytes(boundary);
        return HexFormat.of().formatHex(boundary);
    }

    private static RuntimeException unsatisfiable(HttpHeaders request, long size) {
        return FileProblem.RANGE
                .with("Range: " + request.get(HttpHeaderNames.RANGE) + " (the file has " + size + " bytes)")
                .header("Content-Range", "bytes */" + size)
                .header("Accept-Ranges", "bytes");
    }
}
