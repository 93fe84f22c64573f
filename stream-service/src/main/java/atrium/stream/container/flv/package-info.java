/** FLV, written and read. */
@NullMarked
package atrium.stream.container.flv;

import org.jspecify.annotations.NullMarked;
