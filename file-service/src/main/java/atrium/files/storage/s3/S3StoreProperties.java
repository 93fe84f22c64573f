package atrium.files.storage.s3;

import atrium.platform.AtriumService;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which bucket, and how it is reached. Read once, at the start.
 *
 * @param bucket the bucket's name; it must exist
 * @param endpoint where S3 is, e.g. {@code https://minio.example.org:9000}; blank: Amazon's own of the region
 * @param region the region's name; servers other than Amazon's rarely care
 * @param accessKey the name of the credentials; blank with a blank secret key: what the AWS SDK finds in the
 *     environment, its files or the machine's role
 * @param secretKey the secret of the credentials
 * @param pathStyle whether the bucket's name is in the path instead of the host; not set: with an endpoint, it is
 * @param partSize the size of the pieces in which a file goes to S3, 5MB to 5GB; a file has 10000 of them at most
 * @param concurrency how many pieces of all uploads together are on their way to S3 at once
 * @param connections how many connections to S3 there are at most, those of downloads included
 * @param timeout how long S3 may take for one call with its repetitions; what moves a piece gets five times as long
 * @param spool the directory where a piece waits until it is full, on a disk and not in memory; blank: {@code
 *     data/file-service/spool} below {@code ATRIUM_HOME}
 */
@ConfigurationProperties("atrium.files.s3")
public record S3StoreProperties(
        @DefaultValue("") String bucket,
        @DefaultValue("") String endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey,
        @Nullable Boolean pathStyle,
        @DefaultValue("8MB") DataSize partSize,
        @DefaultValue("16") int concurrency,
        @DefaultValue("512") int connections,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("") String spool) {

    private static final DataSize SMALLEST_PART = DataSize.ofMegabytes(5);
    private static final DataSize LARGEST_PART = DataSize.ofGigabytes(5);

    public S3StoreProperties {
        check(!bucket.isBlank(), "bucket", "blank", "the name of a bucket that exists");
        check(isEndpoint(endpoint), "endpoint", endpoint, "http(s)://host[:port], or nothing for Amazon's own");
        check(accessKey.isBlank() == secretKey.isBlank(), "access-key", "half", "both keys, or none");
        check(
                partSize.compareTo(SMALLEST_PART) >= 0 && partSize.compareTo(LARGEST_PART) <= 0,
                "part-size",
                partSize,
                "5MB to 5GB");
        check(concurrency > 0, "concurrency", concurrency, "1 or more");
        check(connections > concurrency, "connections", connections, "more than atrium.files.s3.concurrency");
        check(timeout.isPositive(), "timeout", timeout, "a time");
    }

    boolean usesPathStyle() {
        return pathStyle == null ? !endpoint.isBlank() : pathStyle;
    }

    Path spoolDirectory() {
        return spool.isBlank() ? AtriumService.home().resolve("data/file-service/spool") : Path.of(spool);
    }

    /** Without the keys: this may end in a log. */
    @Override
    public String toString() {
        return "S3StoreProperties[bucket=" + bucket + ", endpoint=" + endpoint + ", region=" + region + ']';
    }

    private static boolean isEndpoint(String endpoint) {
        if (endpoint.isBlank()) {
            return true;
        }
        try {
            URI uri = URI.create(endpoint);
            return uri.getHost() != null
                    && uri.getScheme() != null
                    && uri.getScheme().matches("https?");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void check(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "atrium.files.s3." + key + ": " + value + " (expected: " + expected + ")");
        }
    }
}
