package atrium.files.protocol.rufh;

import atrium.files.access.Requester;
import atrium.files.catalog.Entry;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.quota.Admission;
import atrium.files.upload.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import org.springframework.http.HttpHeaders;

/** What responses say of an upload, "State". */
final class RufhAnswers {

    private final Admission admission;
    private final InstantSource clock;

    RufhAnswers(Admission admission, InstantSource clock) {
        this.admission = admission;
        this.clock = clock;
    }

    /** Relative, so that it holds under whatever name and scheme the client reached the gateway. */
    static String locationOf(Entry entry) {
        return "/files/" + entry.id();
    }

    /** "Limits", before there is an upload. */
    String limits(Requester who, InteropVersion version) {
        Instant now = clock.instant();
        return limits(admission.maxSize(who), Duration.between(now, admission.uploadExpiry(now)), version);
    }

    /** "Limits"; an upload of unknown length may get as many bytes as it was allowed at its creation. */
    String limits(Entry entry, Requester who, InteropVersion version) {
        return switch (entry) {
            case Upload upload ->
                limits(
                        upload.open() ? upload.size() : Math.max(upload.size(), admission.maxSize(who)),
                        Duration.between(clock.instant(), upload.expiresAt()),
                        version);
            case Piece piece -> "max-size=" + piece.size();
            case HeldFile held -> "max-size=" + held.size();
            case StoredFile file -> "max-size=" + file.size();
        };
    }

    private static String limits(long maxSize, Duration age, InteropVersion version) {
        return "max-size=" + maxSize + ", " + version.ageKey() + "=" + Math.max(0, age.toSeconds());
    }

    /** The upload's offset, completeness and limits; of a whole file its digest, too ("Representation Digests"). */
    void state(HttpHeaders headers, Progress progress, Requester who, InteropVersion version) {
        Entry entry = progress.entry();
        headers.set(RufhHeaders.OFFSET, Long.toString(progress.offset()));
        headers.set(RufhHeaders.LIMIT, limits(entry, who, version));
        RufhHeaders.complete(headers, version, !(entry instanceof Upload));
        if (!(entry instanceof Upload upload && upload.open())) {
            headers.set(RufhHeaders.LENGTH, Long.toString(entry.size()));
        }
        switch (entry) {
            case StoredFile file -> digest(headers, file);
            case HeldFile held -> digest(headers, held.file());
            case Upload unfinished -> headers.remove(RufhHeaders.REPR_DIGEST);
            case Piece piece -> headers.remove(RufhHeaders.REPR_DIGEST);
        }
    }

    private static void digest(HttpHeaders headers, StoredFile file) {
        byte[] sha256 = HexFormat.of().parseHex(file.sha256());
        headers.set(RufhHeaders.REPR_DIGEST, "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
    }
}
