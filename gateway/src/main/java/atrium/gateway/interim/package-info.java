/** Interim responses of services on their way to the client, as a proxy must pass them (RFC 9110, section 15.2). */
@NullMarked
package atrium.gateway.interim;

import org.jspecify.annotations.NullMarked;
