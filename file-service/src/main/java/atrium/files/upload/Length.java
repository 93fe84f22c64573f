package atrium.files.upload;

/** What an uploader says of a file's length. */
public sealed interface Length {

    /** Nothing, so far. */
    Length UNKNOWN = new Unknown();

    /** So many bytes. */
    record Known(long bytes) implements Length {}

    /** It will be said later, or be where the bytes end. */
    record Unknown() implements Length {}

    static Length of(long bytes) {
        return new Known(bytes);
    }
}
