package atrium.gateway.auth.session;

/**
 * A session has been ended: its person signed out, or was locked out. What it has opened and not closed ends with it.
 *
 * @param id the claim {@code sid} of its access tokens
 */
public record SessionOver(String id) {}
