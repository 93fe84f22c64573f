/** Connections over which one HTTP request comes after another. */
@NullMarked
package atrium.platform.keepalive;

import org.jspecify.annotations.NullMarked;
