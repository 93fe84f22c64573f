/** How an Atrium service starts, and what every one of them is given. */
@NullMarked
package atrium.platform;

import org.jspecify.annotations.NullMarked;
