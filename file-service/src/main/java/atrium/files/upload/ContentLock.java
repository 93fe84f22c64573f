package atrium.files.upload;

/** The lock of a content: under it, files come to lie in its blob, and the blob goes with the last of them. */
final class ContentLock {

    private ContentLock() {}

    static String of(String sha256) {
        return "content:" + sha256;
    }
}
