package atrium.files.scan;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Who judges files before anybody gets them. Every key may change while the service runs, and then counts for what waits,
 * too.
 *
 * @param by the scanner; with {@code none} no file is held back, and those that were are released
 * @param maxSize the largest file that is sent to the scanner; not more than it takes, which for clamd is its
 *     {@code StreamMaxLength}
 * @param tooLarge what becomes of a file that is larger, or that the scanner says is
 * @param onFailure what becomes of a file while the scanner does not answer
 * @param timeLimit how long the scanner may take for one file
 * @param concurrency how many files are scanned at once
 * @param clamd where clamd listens
 * @param http where a callback listens
 */
@ConfigurationProperties("atrium.files.scan")
public record ScanProperties(
        @DefaultValue("none") @NotNull By by,
        @DefaultValue("100MB") @NotNull DataSize maxSize,
        @DefaultValue("refuse") @NotNull TooLarge tooLarge,
        @DefaultValue("hold") @NotNull OnFailure onFailure,
        @DefaultValue("5m") @NotNull Duration timeLimit,
        @DefaultValue("2") @Min(1) @Max(64) int concurrency,
        @DefaultValue @Valid Clamd clamd,
        @DefaultValue @Valid Http http) {

    public ScanProperties {
        if (maxSize.isNegative()) {
            throw new IllegalArgumentException("atrium.files.scan.max-size: " + maxSize + " (expected: zero or more)");
        }
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException(
                    "atrium.files.scan.time-limit: " + timeLimit + " (expected: more than zero)");
        }
        if (by == By.HTTP && http.url() == null) {
            throw new IllegalArgumentException("atrium.files.scan.http.url: missing (expected with by: http)");
        }
    }

    /** Which scanner. */
    public enum By {
        NONE,
        CLAMD,
        HTTP
    }

    /** What becomes of a file that cannot be scanned whole. */
    public enum TooLarge {
        REFUSE,
        RELEASE
    }

    /** What becomes of a file while the scanner does not answer. */
    public enum OnFailure {
        /** It waits. */
        HOLD,
        /** After some attempts everybody may have it. */
        RELEASE
    }

    /**
     * Where clamd listens.
     *
     * @param host its name or address ({@code TCPAddr})
     * @param port its port ({@code TCPSocket})
     */
    public record Clamd(
            @DefaultValue("127.0.0.1") @NotNull String host,
            @DefaultValue("3310") @Min(1) @Max(65_535) int port) {}

    /**
     * Where a callback listens.
     *
     * @param url gets each file by POST; {@code http} or {@code https}
     * @param token is sent as a bearer token, unless it is blank
     */
    public record Http(@Nullable URI url, @DefaultValue("") String token) {

        public Http {
            if (url != null
                    && (url.getHost() == null || !"http".equals(url.getScheme()) && !"https".equals(url.getScheme()))) {
                throw new IllegalArgumentException(
                        "atrium.files.scan.http.url: " + url + " (expected: http://… or https://…)");
            }
        }

        /** Without the token, which must not reach a log. */
        @Override
        public String toString() {
            return "Http[url=" + url + ", token=" + (token.isBlank() ? "none" : "set") + "]";
        }
    }
}
