/** Opus: its decoder configuration. */
@NullMarked
package atrium.stream.codec.opus;

import org.jspecify.annotations.NullMarked;
