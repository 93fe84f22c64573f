/** Leaving the registry before anything else stops. */
@NullMarked
package atrium.platform.registry;

import org.jspecify.annotations.NullMarked;
