package atrium.files.download;

import atrium.files.catalog.StoredFile;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file's copies are told from it by, and the conditions of RFC 9110, section 13.
 *
 * <p>The bytes of an id never change, so both validators are strong, the date as well (section 8.8.2.2).
 *
 * @param lastModified when the file became whole, in seconds
 */
record Validators(EntityTag tag, Instant lastModified) {

    /** What the conditions of a request come to. */
    enum Outcome {
        HOLD,
        NOT_MODIFIED,
        FAILED
    }

    static Validators of(StoredFile file) {
        return new Validators(EntityTag.of(file.sha256()), HttpDate.inSeconds(file.createdAt()));
    }

    /** In the order of section 13.2.2; {@code Range} comes after it. */
    Outcome check(HttpHeaders request) {
        if (!isTheOneMeant(request)) {
            return Outcome.FAILED;
        }
        return isKnown(request) ? Outcome.NOT_MODIFIED : Outcome.HOLD;
    }

    /** {@code If-Range} (section 13.1.5): a strong tag, or exactly the date; with another, the range is left out. */
    boolean letRangeIn(HttpHeaders request) {
        String ifRange = request.get(HttpHeaderNames.IF_RANGE);
        if (ifRange == null) {
            return true;
        }
        String validator = ifRange.strip();
        boolean isTag = validator.startsWith("\"") || validator.startsWith("W/");
        return isTag ? validator.equals(tag.value()) : lastModified.equals(HttpDate.parse(validator));
    }

    private boolean isTheOneMeant(HttpHeaders request) {
        List<String> ifMatch = request.getAll(HttpHeaderNames.IF_MATCH);
        if (!ifMatch.isEmpty()) {
            return tag.matchesStrongly(ifMatch);
        }
        Instant since = dateIn(request, HttpHeaderNames.IF_UNMODIFIED_SINCE);
        return since == null || !lastModified.isAfter(since);
    }

    private boolean isKnown(HttpHeaders request) {
        List<String> ifNoneMatch = request.getAll(HttpHeaderNames.IF_NONE_MATCH);
        if (!ifNoneMatch.isEmpty()) {
            return tag.matchesWeakly(ifNoneMatch);
        }
        Instant since = dateIn(request, HttpHeaderNames.IF_MODIFIED_SINCE);
        return since != null && !lastModified.isAfter(since);
    }

    private static @Nullable Instant dateIn(HttpHeaders request, CharSequence name) {
        String date = request.get(name);
        return date == null ? null : HttpDate.parse(date);
    }
}
