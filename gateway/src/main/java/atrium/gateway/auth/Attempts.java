package atrium.gateway.auth;

import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.throttle.TokenBuckets;
import java.time.Duration;

/** Bounds how often passwords are tried: from one address, and under one name from wherever. */
final class Attempts {

    private final TokenBuckets names;
    private final TokenBuckets addresses;

    Attempts(TokenBuckets names, TokenBuckets addresses) {
        this.names = names;
        this.addresses = addresses;
    }

    /** Takes an attempt, or refuses with the time after which there is one. */
    void take(String name, String address) {
        takeFrom(address);
        refuse(names.take(name));
    }

    /** Takes an attempt of an address alone. */
    void takeFrom(String address) {
        refuse(addresses.take(address));
    }

    /** The password was right: that was none. */
    void giveBack(String name, String address) {
        names.giveBack(name);
        addresses.giveBack(address);
    }

    /** What was taken of an address alone was none. */
    void giveBackTo(String address) {
        addresses.giveBack(address);
    }

    private static void refuse(Duration wait) {
        if (!wait.isZero()) {
            throw AuthProblem.TOO_MANY_ATTEMPTS
                    .with("Wait before the next attempt.")
                    .retryAfter(wait.plusMillis(999));
        }
    }
}
