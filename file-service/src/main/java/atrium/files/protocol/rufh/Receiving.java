package atrium.files.protocol.rufh;

import atrium.files.access.DeleteToken;
import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.catalog.Upload;
import atrium.files.http.CutBodies;
import atrium.files.http.OpenBodies;
import atrium.files.problem.FileProblem;
import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.Created;
import atrium.files.upload.Ending;
import atrium.files.upload.Length;
import atrium.files.upload.Progress;
import atrium.files.upload.Removal;
import atrium.files.upload.Spool;
import atrium.files.upload.UploadService;
import atrium.files.upload.VerifiedBody;
import atrium.files.upload.Wish;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** Takes the bytes of creations and appends, on workers. */
final class Receiving {

    /**
     * An "Upload Creation".
     *
     * @param ending what ends the upload
     */
    record Creation(Wish wish, Length length, Ending ending, Requester who) {

        boolean last() {
            return ending == Ending.WITH_BODY;
        }

        boolean isEmpty() {
            return last() && length.equals(Length.of(0));
        }

        /** Where the body ends; -1 if only the body knows. */
        long end() {
            return length instanceof Length.Known known ? known.bytes() : -1;
        }
    }

    record Begun(Progress progress, DeleteToken token) {}

    /**
     * An "Upload Append".
     *
     * @param ending what ends the upload
     */
    record Append(FileId id, long offset, Length length, Ending ending, Requester who) {}

    private final UploadService uploads;
    private final Removal removal;
    private final OpenBodies bodies;
    private final Spool spool;
    private final RufhAnswers answers;
    private final InstantSource clock;

    Receiving(
            UploadService uploads,
            Removal removal,
            OpenBodies bodies,
            Spool spool,
            RufhAnswers answers,
            InstantSource clock) {
        this.uploads = uploads;
        this.removal = removal;
        this.bodies = bodies;
        this.spool = spool;
        this.answers = answers;
        this.clock = clock;
    }

    /** Begins an upload, tells where it is, and takes the first of its bytes. */
    Begun create(ServerWebExchange exchange, Creation creation, InteropVersion version) throws IOException {
        Resumption resumption = new Resumption(exchange, version, clock, 0);
        try (Body content = bodies.open(exchange);
                Body body = checked(exchange.getRequest().getHeaders(), creation, content)) {
            if (creation.isEmpty()) {
                uploads.check(creation.wish(), creation.who());
                body.next(); // its only chance to be refused: without bytes it is whole once it is created
            }
            Created created = uploads.create(creation.wish(), creation.length(), false, creation.who());
            if (!(created.entry() instanceof Upload)) {
                return new Begun(new Progress(created.entry(), created.entry().size()), created.token());
            }
            resumption.offer(created, answers.limits(created.entry(), creation.who(), version));
            return new Begun(fill(created.entry().id(), creation, body, resumption), created.token());
        } catch (BodyCutException e) {
            throw CutBodies.problemOf(e);
        }
    }

    /**
     * "Integrity Digests": what one request brings as a whole is judged before it is a file, and may be resumed before;
     * of a part with a digest no byte counts before it is judged.
     */
    private Body checked(HttpHeaders request, Creation creation, Body content) {
        String ofAll = RufhHeaders.sha256(request, RufhHeaders.REPR_DIGEST);
        String ofContent = RufhHeaders.sha256(request, RufhHeaders.CONTENT_DIGEST);
        if (!creation.last()) {
            return verified(content, ofContent);
        }
        String digest = ofAll == null ? ofContent : ofAll;
        return digest == null ? content : new DigestedBody(content, new Sha256(digest), creation.end());
    }

    private Body verified(Body content, @Nullable String digest) {
        return digest == null ? content : new VerifiedBody(content, new Sha256(digest), spool);
    }

    /** An upload that nobody can or will go on with is given up at once. */
    private Progress fill(FileId id, Creation creation, Body content, Resumption resumption) throws IOException {
        ObservedBody body = new ObservedBody(content, resumption::reached);
        try {
            return uploads.append(id, 0, body, creation.length(), creation.ending());
        } catch (BodyCutException e) {
            if (!resumption.isOffered()) {
                removal.delete(id, null, creation.who());
            }
            throw e;
        } catch (ProblemException e) {
            if (e.getStatusCode().is4xxClientError() && e.type() != FileProblem.LOCKED) {
                removal.delete(id, null, creation.who());
            }
            throw e;
        }
    }

    /** Takes more bytes of an upload. */
    Progress append(ServerWebExchange exchange, Append append, InteropVersion version) throws IOException {
        Resumption resumption = new Resumption(exchange, version, clock, append.offset());
        String digest = RufhHeaders.sha256(exchange.getRequest().getHeaders(), RufhHeaders.CONTENT_DIGEST);
        try (Body content = bodies.open(exchange);
                ObservedBody body = new ObservedBody(
                        verified(content, digest), stored -> resumption.reached(append.offset() + stored))) {
            Progress progress = append(append, body);
            if (!body.wasWanted()) {
                checkRepeated(append, progress, content, version);
            }
            return progress;
        } catch (BodyCutException e) {
            throw CutBodies.problemOf(e);
        }
    }

    /** Bytes beyond the length that was told make the upload invalid ("Upload Append", "Server Behavior"). */
    private Progress append(Append append, ObservedBody body) throws IOException {
        try {
            return uploads.append(append.id(), append.offset(), body, append.length(), append.ending());
        } catch (ProblemException e) {
            if (e.type() == FileProblem.TOO_LARGE && body.wasWanted()) {
                removal.delete(append.id(), null, append.who());
            }
            throw e;
        }
    }

    /**
     * Refuses to append to an upload that was complete before. Where the length may have completed it before its sender
     * said so, its completion is no news: always for an upload of no bytes, since some clients say no more than that.
     */
    private static void checkRepeated(Append append, Progress progress, Body content, InteropVersion version)
            throws IOException {
        boolean empty = content.announced() == 0 || content.announced() < 0 && content.next() == null;
        if (!empty) {
            throw RufhProblem.INCONSISTENT_LENGTH.with("The upload is complete with " + progress.offset() + " bytes.");
        }
        boolean expected = version.endsAtLength() || progress.offset() == 0;
        if (append.ending() != Ending.WITH_BODY || !expected) {
            throw RufhProblem.COMPLETED_UPLOAD.with("The upload is complete; nothing can be appended.");
        }
    }
}
