package atrium.gateway.auth;

import atrium.gateway.auth.session.SessionLifetimes;
import atrium.gateway.auth.throttle.TokenBuckets;
import atrium.gateway.auth.token.SigningKeys;
import atrium.platform.AtriumService;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Accounts, sessions and tokens. All but the first two may change while the gateway runs.
 *
 * @param directory where accounts, sessions, invites and keys are kept; blank: {@code data/gateway} below {@code
 *     ATRIUM_HOME}
 * @param firstAdminPassword the password of the account {@code admin}, which is made where there is none at all; blank:
 *     nobody is made
 * @param accessLifetime how long an access token is good; so long a service may take a role for granted that was taken
 *     away
 * @param idleLifetime how long somebody stays signed in who does not come back
 * @param sessionLifetime how long somebody stays signed in at all
 * @param guestLifetime how long a guest stays the same guest
 * @param refreshGrace how long after a refresh another tab may still present the former refresh token
 * @param ticketLifetime how long a ticket in a URL may be used
 * @param keyLifetime how long a key signs
 * @param triesPerName sign-ins of one name that may go wrong at once; one more each {@code triesPerNameRefill}
 * @param triesPerAddress the same of one address, and of the guests that come from it
 * @param hashingAtOnce passwords that are hashed at the same time; read at the start
 */
@ConfigurationProperties("atrium.gateway.auth")
public record AuthProperties(
        @DefaultValue("") String directory,
        @DefaultValue("") String firstAdminPassword,

        @DefaultValue("5m") @DurationMin(seconds = 10) @DurationMax(hours = 1)
        Duration accessLifetime,

        @DefaultValue("14d") @DurationMin(minutes = 1) Duration idleLifetime,
        @DefaultValue("90d") @DurationMin(minutes = 1) Duration sessionLifetime,
        @DefaultValue("1d") @DurationMin(minutes = 1) Duration guestLifetime,

        @DefaultValue("10s") @DurationMin(millis = 0) @DurationMax(minutes = 1)
        Duration refreshGrace,

        @DefaultValue("60s") @DurationMin(seconds = 1) @DurationMax(minutes = 5)
        Duration ticketLifetime,

        @DefaultValue("7d") @DurationMin(minutes = 1) Duration keyLifetime,
        @DefaultValue("10") @Min(1) @Max(1_000) int triesPerName,
        @DefaultValue("30s") @DurationMin(millis = 100) Duration triesPerNameRefill,
        @DefaultValue("30") @Min(1) @Max(10_000) int triesPerAddress,
        @DefaultValue("3s") @DurationMin(millis = 10) Duration triesPerAddressRefill,
        @DefaultValue("2") @Min(1) @Max(64) int hashingAtOnce) {

    Path root() {
        return directory.isBlank() ? AtriumService.home().resolve("data/gateway") : Path.of(directory);
    }

    SessionLifetimes sessions() {
        return new SessionLifetimes(idleLifetime, sessionLifetime, guestLifetime, refreshGrace, accessLifetime);
    }

    SigningKeys.Lifetimes keys() {
        return new SigningKeys.Lifetimes(keyLifetime, accessLifetime);
    }

    TokenBuckets.Rate names() {
        return new TokenBuckets.Rate(triesPerName, triesPerNameRefill);
    }

    TokenBuckets.Rate addresses() {
        return new TokenBuckets.Rate(triesPerAddress, triesPerAddressRefill);
    }

    /** Without the password, which must not reach a log. */
    @Override
    public String toString() {
        return "AuthProperties[directory=" + directory + ", firstAdminPassword="
                + (firstAdminPassword.isBlank() ? "none" : "set") + ", accessLifetime=" + accessLifetime
                + ", idleLifetime=" + idleLifetime + ", sessionLifetime=" + sessionLifetime + ", guestLifetime="
                + guestLifetime + ", keyLifetime=" + keyLifetime + "]";
    }
}
