/** TLS and HTTP/2 at the door. */
@NullMarked
package atrium.gateway.tls;

import org.jspecify.annotations.NullMarked;
