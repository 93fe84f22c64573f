package atrium.files.transfer;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Under which senders are listened to.
 *
 * @param allowed the addresses that may send
 * @param maxConnections how many may send at once
 * @param nameTimeout how long a sender may take to name its file
 * @param namePause the pause that ends a name without a newline
 * @param idleTimeout how long a sender may bring nothing, or less than {@code leastRate}
 * @param leastRate bytes a second
 */
public record Terms(
        Predicate<InetAddress> allowed,
        int maxConnections,
        Duration nameTimeout,
        Duration namePause,
        Duration idleTimeout,
        long leastRate) {}
