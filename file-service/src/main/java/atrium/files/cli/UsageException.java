package atrium.files.cli;

/** A command line that makes no sense; the message says what would. */
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
