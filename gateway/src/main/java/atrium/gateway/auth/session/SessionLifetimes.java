package atrium.gateway.auth.session;

import java.time.Duration;

/**
 * How long sessions last.
 *
 * @param idle without a refresh
 * @param whole from sign-in, however much it is used
 * @param guest the same of a guest's, used or not
 * @param grace how long after a refresh the former refresh token still gives an access token
 * @param token how long an access token lives
 */
public record SessionLifetimes(Duration idle, Duration whole, Duration guest, Duration grace, Duration token) {}
