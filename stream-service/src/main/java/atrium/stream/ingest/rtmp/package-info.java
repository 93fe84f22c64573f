/** Publishers that come by RTMP. */
@NullMarked
package atrium.stream.ingest.rtmp;

import org.jspecify.annotations.NullMarked;
