package atrium.files.scan;

/**
 * Reads what clamd answers to {@code INSTREAM}, see clamd(8) and clamd.conf(5): {@code stream: OK}, {@code stream: NAME
 * FOUND} or {@code … ERROR}.
 */
final class ClamdReply {

    private static final String STREAM = "stream: ";
    private static final String FOUND = " FOUND";
    /** What it says when {@code StreamMaxLength} is exceeded. */
    private static final String SIZE_LIMIT = "INSTREAM size limit exceeded";

    private ClamdReply() {}

    /** @throws ScanFailedException if it is no verdict */
    static Verdict verdict(String reply) throws ScanFailedException {
        if (reply.equals(STREAM + "OK")) {
            return Verdict.CLEAN;
        }
        int end = reply.length() - FOUND.length();
        if (end >= STREAM.length() && reply.startsWith(STREAM) && reply.endsWith(FOUND)) {
            return new Verdict.Infected(Words.of(reply.substring(STREAM.length(), end), "unnamed"));
        }
        if (reply.startsWith(SIZE_LIMIT)) {
            return new Verdict.TooLarge();
        }
        throw new ScanFailedException("clamd answered \"" + Words.of(reply, "") + "\"");
    }
}
