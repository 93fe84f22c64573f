/** H.265 parameter sets, as far as a player needs to know them before the first picture. */
@NullMarked
package atrium.stream.codec.h265;

import org.jspecify.annotations.NullMarked;
