/** Opus decoder configurations. */
@NullMarked
package atrium.stream.codec.opus;

import org.jspecify.annotations.NullMarked;
