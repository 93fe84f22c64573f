/** H.265: its decoder configuration. */
@NullMarked
package atrium.stream.codec.h265;

import org.jspecify.annotations.NullMarked;
