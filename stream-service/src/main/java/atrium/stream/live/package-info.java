/** A stream while it runs: its frames, its viewers, and the source that it comes from. */
@NullMarked
package atrium.stream.live;

import org.jspecify.annotations.NullMarked;
