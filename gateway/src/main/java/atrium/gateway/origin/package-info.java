/** Which page a request comes from. */
@NullMarked
package atrium.gateway.origin;

import org.jspecify.annotations.NullMarked;
