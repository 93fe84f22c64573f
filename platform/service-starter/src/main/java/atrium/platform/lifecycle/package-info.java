/** The order in which a service stops. */
@NullMarked
package atrium.platform.lifecycle;

import org.jspecify.annotations.NullMarked;
