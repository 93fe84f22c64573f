/** AAC, as far as a player needs to know it before the first sample. */
@NullMarked
package atrium.stream.codec.aac;

import org.jspecify.annotations.NullMarked;
