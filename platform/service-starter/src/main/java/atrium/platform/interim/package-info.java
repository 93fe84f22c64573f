/** Responses before the response (RFC 9110, section 15.2), which WebFlux does not know. */
@NullMarked
package atrium.platform.interim;

import org.jspecify.annotations.NullMarked;
