package atrium.files.upload;

import atrium.files.access.Requester;
import atrium.files.catalog.Upload;
import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import atrium.platform.problem.ProblemException;

/** What a sender says of an upload before its bytes come, held against what is allowed and what was said before. */
final class Declarations {

    private final Admission admission;

    Declarations(Admission admission) {
        this.admission = admission;
    }

    void checkMayUpload(Requester who) {
        admission.checkMayUpload(who);
    }

    void checkType(Wish wish) {
        admission.checkType(wish.type());
    }

    /** How much room an upload of {@code length} is given: one of unknown length counts with the most it may become. */
    long size(Length length, Requester who) {
        if (!(length instanceof Length.Known known)) {
            return admission.maxSize(who);
        }
        admission.checkSize(who, known.bytes());
        return known.bytes();
    }

    /**
     * {@code upload} with the length that its sender gives.
     *
     * @param offset how many bytes of it are here
     */
    static Upload declared(Upload upload, long offset, Length length) {
        if (!(length instanceof Length.Known known)) {
            return upload;
        }
        if (!upload.open()) {
            checkSame(known.bytes(), upload.size());
            return upload;
        }
        if (known.bytes() < offset) {
            throw wrongLength("the request says " + known.bytes(), offset);
        }
        if (known.bytes() > upload.size()) {
            throw Admission.tooLarge(known.bytes() + " bytes (allowed: up to " + upload.size() + ")", upload.size());
        }
        return upload.declared(known.bytes());
    }

    private static void checkSame(long said, long declared) {
        if (said != declared) {
            throw wrongLength("the request says " + said, declared);
        }
    }

    /** Refuses a body that says that it has more than the {@code missing} bytes of {@code size}. */
    static void checkAnnounced(Body body, long missing, long size) {
        if (body.announced() > missing) {
            throw Admission.tooLarge(
                    "The body has " + body.announced() + " bytes (expected: up to " + missing + ")", size);
        }
    }

    static void checkOffset(long sent, long expected) {
        if (sent != expected) {
            throw FileProblem.WRONG_OFFSET
                    .with("offset: " + sent + " (expected: " + expected + ")")
                    .member("offset", expected);
        }
    }

    static ProblemException wrongLength(String said, long expected) {
        return FileProblem.WRONG_LENGTH
                .with("length: " + said + " (expected: " + expected + ")")
                .member("length", expected);
    }
}
