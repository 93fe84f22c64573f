/** WebSockets and live media as bytes: after the head the gateway relays what it does not need to understand. */
@NullMarked
package atrium.gateway.tunnel;

import org.jspecify.annotations.NullMarked;
