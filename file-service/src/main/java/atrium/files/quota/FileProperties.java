package atrium.files.quota;

import atrium.files.disk.Durability;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much may be uploaded, by whom, and how long it is kept. Every key may change while the service runs; what was
 * admitted before stays admitted.
 *
 * @param maxSize the largest file of a signed-in uploader
 * @param expiry how long a signed-in uploader's file is kept; zero: until it is deleted
 * @param roomQuota how much a room holds of everybody together; files in no room count as one more room; zero: no limit
 * @param unfinishedExpiry how long an upload may rest before it is given up
 * @param idleTimeout how long a request's body may bring nothing, or a download's client take nothing, before it is cut;
 *     what came is kept
 * @param maxConcurrent how many request bodies are received at once; one more is answered 503
 * @param blockedTypes media types that are refused, as {@code type/subtype} or {@code type/*}; as declared by the
 *     uploader, so a courtesy and no protection
 * @param durability what a complete upload outlives: the end of the power, or only of the process, which is faster
 * @param sweepInterval how often expired files and uploads are looked for
 * @param guests what those may who have not signed in
 */
@ConfigurationProperties("atrium.files")
public record FileProperties(
        @DefaultValue("10GB") @NotNull DataSize maxSize,
        @DefaultValue("0s") @NotNull Duration expiry,
        @DefaultValue("0B") @NotNull DataSize roomQuota,
        @DefaultValue("1d") @NotNull Duration unfinishedExpiry,
        @DefaultValue("60s") @NotNull Duration idleTimeout,
        @DefaultValue("256") @Min(1) int maxConcurrent,
        @DefaultValue Set<String> blockedTypes,
        @DefaultValue("power") @NotNull Durability durability,
        @DefaultValue("1m") @NotNull Duration sweepInterval,
        @DefaultValue @Valid Guests guests) {

    public FileProperties {
        notNegative("max-size", maxSize.isNegative(), maxSize);
        notNegative("room-quota", roomQuota.isNegative(), roomQuota);
        notNegative("expiry", expiry.isNegative(), expiry);
        positive("unfinished-expiry", unfinishedExpiry);
        positive("idle-timeout", idleTimeout);
        positive("sweep-interval", sweepInterval);
    }

    /**
     * What those may who have not signed in.
     *
     * @param allowed whether they may upload at all
     * @param maxSize their largest file
     * @param roomQuota how much of all guests together a room holds; files in no room count as one more room
     * @param expiry how long their files are kept; zero: until they are deleted
     */
    public record Guests(
            @DefaultValue("true") boolean allowed,
            @DefaultValue("100MB") @NotNull DataSize maxSize,
            @DefaultValue("1GB") @NotNull DataSize roomQuota,
            @DefaultValue("1d") @NotNull Duration expiry) {

        public Guests {
            notNegative("guests.max-size", maxSize.isNegative(), maxSize);
            notNegative("guests.room-quota", roomQuota.isNegative(), roomQuota);
            notNegative("guests.expiry", expiry.isNegative(), expiry);
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("atrium.files." + key + ": " + value + " (expected: more than zero)");
        }
    }

    private static void notNegative(String key, boolean negative, Object value) {
        if (negative) {
            throw new IllegalArgumentException("atrium.files." + key + ": " + value + " (expected: zero or more)");
        }
    }
}
