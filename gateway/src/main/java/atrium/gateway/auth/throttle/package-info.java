/** How often a password may be tried. */
@NullMarked
package atrium.gateway.auth.throttle;

import org.jspecify.annotations.NullMarked;
