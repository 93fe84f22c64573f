package atrium.files.upload;

/** What ends an upload. */
public enum Ending {
    /** The last byte of the length that was declared. */
    AT_LENGTH,
    /** The end of the body that comes now. */
    WITH_BODY,
    /** A later body. */
    LATER
}
