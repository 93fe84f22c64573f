/** AV1 decoder configurations, as far as a player needs to know them before the first picture. */
@NullMarked
package atrium.stream.codec.av1;

import org.jspecify.annotations.NullMarked;
