/** Sources that come as FLV bytes. */
@NullMarked
package atrium.stream.ingest.flv;

import org.jspecify.annotations.NullMarked;
