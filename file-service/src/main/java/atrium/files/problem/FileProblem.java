package atrium.files.problem;

import atrium.platform.problem.ProblemType;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * What this service answers instead of a success.
 *
 * <p>A room's quota is 413 and not 507 (RFC 4331, section 6): 507 is a server's failure to gateways, monitors and tus
 * clients, which would try again at once, and it is the client that asked for more than it may have. 507 says that the
 * disk is full.
 */
public enum FileProblem implements ProblemType {
    BAD_REQUEST("bad-upload-request", HttpStatus.BAD_REQUEST, "The request is not a valid upload"),
    BAD_NAME("bad-file-name", HttpStatus.BAD_REQUEST, "The file name is not allowed"),
    BAD_ROOM("bad-room-name", HttpStatus.BAD_REQUEST, "The room name is not valid"),
    GUESTS_MAY_NOT_UPLOAD("guests-may-not-upload", HttpStatus.UNAUTHORIZED, "Sign-in is needed to upload"),
    NOT_YOURS("not-your-file", HttpStatus.FORBIDDEN, "Only its uploader or a moderator may delete the file"),
    NO_SUCH_FILE("no-such-file", HttpStatus.NOT_FOUND, "There is no such file"),
    BEING_SCANNED("file-being-scanned", HttpStatus.NOT_FOUND, "The file has not been found harmless yet"),
    REFUSED("file-refused", HttpStatus.GONE, "The file was deleted because a scanner refused it"),
    BAD_LIST("bad-list-request", HttpStatus.BAD_REQUEST, "The list that is asked for does not exist"),
    SIGN_IN_FIRST("sign-in-needed", HttpStatus.UNAUTHORIZED, "Sign-in is needed to have files of one's own"),
    METHOD("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
    STALLED("upload-stalled", HttpStatus.REQUEST_TIMEOUT, "The upload's bytes stopped coming"),
    WRONG_OFFSET("wrong-offset", HttpStatus.CONFLICT, "The upload continues at another offset"),
    WRONG_LENGTH("wrong-length", HttpStatus.BAD_REQUEST, "The upload has another length"),
    NOT_A_PIECE("not-a-piece", HttpStatus.BAD_REQUEST, "A file cannot be put together of this"),
    EXPIRED("upload-expired", HttpStatus.GONE, "The upload was not finished in time"),
    UNKNOWN_VERSION("unknown-tus-version", HttpStatus.PRECONDITION_FAILED, "The tus version is not spoken here"),
    CHANGED("precondition-failed", HttpStatus.PRECONDITION_FAILED, "The file is not the one that was meant"),
    TOO_LARGE("file-too-large", HttpStatus.CONTENT_TOO_LARGE, "The file is too large"),
    ROOM_FULL("room-quota-exceeded", HttpStatus.CONTENT_TOO_LARGE, "The room has no space left"),
    /** The status is tus' own (tus 1.0.0, "Checksum"); HTTP has none for it. */
    CHECKSUM("checksum-mismatch", HttpStatusCode.valueOf(460), "The bytes are not those that were sent"),
    FINAL("upload-is-final", HttpStatus.FORBIDDEN, "A file that was put together of others is not written to"),
    WRONG_CONTENT_TYPE("wrong-content-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The content type is not understood"),
    BLOCKED_TYPE("blocked-file-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Files of this type are not accepted"),
    RANGE("range-not-satisfiable", HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "The file has no such range"),
    LOCKED("upload-locked", HttpStatus.LOCKED, "Another request is at work on the upload"),
    BUSY("too-many-uploads", HttpStatus.SERVICE_UNAVAILABLE, "Too many uploads are running"),
    LOCKS_AWAY("locks-unavailable", HttpStatus.SERVICE_UNAVAILABLE, "It is not known who else is at work on this"),
    STORE_AWAY("store-unavailable", HttpStatus.SERVICE_UNAVAILABLE, "The store of files does not answer"),
    CUT_BY_STOP("service-stopping", HttpStatus.SERVICE_UNAVAILABLE, "The service is stopping"),
    DISK_FULL("disk-full", HttpStatus.INSUFFICIENT_STORAGE, "The disk is full");

    private final Line line;

    FileProblem(String code, HttpStatusCode status, String title) {
        this.line = new Line(code, status, title);
    }

    @Override
    public Line line() {
        return line;
    }
}
