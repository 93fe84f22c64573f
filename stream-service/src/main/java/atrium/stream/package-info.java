/** Streams, received once and fanned out. This package only wires; the features lie below it. */
@NullMarked
package atrium.stream;

import org.jspecify.annotations.NullMarked;
