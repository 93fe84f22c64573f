/** What every way in shares: how frames that a thread reads come to a stream. */
@NullMarked
package atrium.stream.ingest;

import org.jspecify.annotations.NullMarked;
