/** How the service stands with its registry. */
@NullMarked
package atrium.platform.registry;

import org.jspecify.annotations.NullMarked;
