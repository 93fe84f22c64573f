package atrium.gateway.auth.session;

import atrium.gateway.auth.secret.SplitToken;

/** What a refresh token was good for. */
public sealed interface Refreshed {

    /** It was the current one; {@code next} takes its place. */
    record Rotated(Session session, SplitToken next) implements Refreshed {}

    /** It was the one before, a moment ago: another tab was faster, and the browser has its answer's cookie. */
    record Late(Session session) implements Refreshed {}

    /** It was used long ago: two have it, so one of them stole it, and the session is over (RFC 9700, section 4.14.2). */
    record Reused() implements Refreshed {}

    /** It is nobody's, or its session is over. */
    record Unknown() implements Refreshed {}
}
