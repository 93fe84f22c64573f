/** AV1: its decoder configuration. */
@NullMarked
package atrium.stream.codec.av1;

import org.jspecify.annotations.NullMarked;
