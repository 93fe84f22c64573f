package atrium.files.quota;

import atrium.files.access.Requester;
import atrium.files.problem.FileProblem;
import atrium.platform.config.Live;
import atrium.platform.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Says whether an upload may begin, by the limits that are in force at that moment. */
public final class Admission {

    private final Live<FileProperties> properties;

    public Admission(Live<FileProperties> properties) {
        this.properties = properties;
    }

    /** The largest file that {@code who} may upload. */
    public long maxSize(Requester who) {
        FileProperties now = properties.get();
        return (who.isGuest() ? now.guests().maxSize() : now.maxSize()).toBytes();
    }

    /** How much of guests a room may hold. */
    public long guestQuota() {
        return properties.get().guests().roomQuota().toBytes();
    }

    /** How much a room may hold in all. */
    public long roomQuota() {
        long quota = properties.get().roomQuota().toBytes();
        return quota == 0 ? Long.MAX_VALUE : quota;
    }

    /** Refuses {@code who}, if no file of theirs would be taken. */
    public void checkMayUpload(Requester who) {
        if (who.isGuest() && !properties.get().guests().allowed()) {
            throw FileProblem.GUESTS_MAY_NOT_UPLOAD
                    .with("Guests may not upload here; members may.")
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
    }

    public void checkSize(Requester who, long size) {
        long max = maxSize(who);
        if (size > max) {
            throw tooLarge(size + " bytes (allowed: up to " + max + ")", max);
        }
    }

    /** The refusal of a file larger than {@code max}. */
    public static ProblemException tooLarge(String detail, long max) {
        return FileProblem.TOO_LARGE.with(detail).member("maxSize", max);
    }

    public void checkType(String type) {
        Set<String> blocked = properties.get().blockedTypes();
        String family = type.substring(0, type.indexOf('/') + 1) + "*";
        if (blocked.contains(type) || blocked.contains(family)) {
            throw FileProblem.BLOCKED_TYPE
                    .with(type + " is not accepted here (blocked: " + String.join(", ", blocked) + ")")
                    .member("blockedTypes", blocked);
        }
    }

    /** When a file that is whole at {@code now} is deleted; {@code null}: never. */
    public @Nullable Instant fileExpiry(boolean guest, Instant now) {
        FileProperties current = properties.get();
        Duration keep = guest ? current.guests().expiry() : current.expiry();
        return keep.isZero() ? null : now.plus(keep);
    }

    /** When an upload that rests from {@code now} on is given up. */
    public Instant uploadExpiry(Instant now) {
        return now.plus(properties.get().unfinishedExpiry());
    }
}
