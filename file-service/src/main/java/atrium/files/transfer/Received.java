package atrium.files.transfer;

/**
 * A file that is kept.
 *
 * @param name under which it is; not the one that was sent where that was taken
 * @param sha256 of its bytes, in lower-case hexadecimal
 */
public record Received(String name, long bytes, String sha256) {

    Answer answer() {
        return new Answer.Done(bytes, sha256);
    }
}
