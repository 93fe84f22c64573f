package atrium.files.storage.s3;

import atrium.files.storage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 or the way to it reports, as the exceptions that a store throws. */
final class S3Errors {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int INSUFFICIENT_STORAGE = 507;

    private S3Errors() {}

    /** @param what was asked for, to be named in the message */
    static IOException of(Throwable thrown, String what) {
        Throwable failure = thrown;
        while ((failure instanceof CompletionException || failure instanceof ExecutionException)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        return switch (failure) {
            case IOException already -> already;
            case S3Exception answer -> answered(answer, what);
            case SdkException unanswered ->
                new StoreUnavailableException(
                        "S3 gave no answer to: " + what + ": " + unanswered.getMessage(), unanswered);
            default -> new IOException(what + ": " + failure.getMessage(), failure);
        };
    }

    private static IOException answered(S3Exception answer, String what) {
        String told = "S3 answered " + answer.statusCode() + " to: " + what + ": " + answer.getMessage();
        if (answer instanceof NoSuchBucketException) {
            return new S3RefusedException(told, answer);
        }
        if (isFull(answer)) {
            return new IOException("No space left in the bucket: " + what, answer);
        }
        return switch (answer.statusCode()) {
            case NOT_FOUND -> missing(what, answer);
            case CONFLICT, PRECONDITION_FAILED -> new IOException("somebody else wrote meanwhile: " + what, answer);
            case TOO_MANY -> new StoreUnavailableException(told, answer);
            default ->
                answer.statusCode() >= SERVER_ERROR
                        ? new StoreUnavailableException(told, answer)
                        : new S3RefusedException(told, answer);
        };
    }

    private static NoSuchFileException missing(String what, S3Exception answer) {
        NoSuchFileException missing = new NoSuchFileException(what);
        missing.initCause(answer);
        return missing;
    }

    /** A bucket's quota has no code that all servers share; Amazon's has no end. */
    private static boolean isFull(S3Exception answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return answer.statusCode() == INSUFFICIENT_STORAGE || (code != null && code.contains("QuotaExceeded"));
    }
}
