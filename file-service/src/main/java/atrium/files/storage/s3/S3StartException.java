package atrium.files.storage.s3;

/** The bucket cannot be used, which is noticed at the start; with what to do about it. */
final class S3StartException extends RuntimeException {

    private final String remedy;

    S3StartException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
