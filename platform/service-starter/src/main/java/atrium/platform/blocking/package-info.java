/** Where requests may block. */
@NullMarked
package atrium.platform.blocking;

import org.jspecify.annotations.NullMarked;
