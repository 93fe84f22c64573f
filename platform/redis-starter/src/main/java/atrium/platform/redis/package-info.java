/** One Redis, reached without blocking: where it is, links that are made anew when they are lost, and scripts. */
@NullMarked
package atrium.platform.redis;

import org.jspecify.annotations.NullMarked;
