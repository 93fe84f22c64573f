/** HTTP Live Streaming, low-latency too, as draft-pantos-hls-rfc8216bis says: segments and parts of fragmented MP4 in memory. */
@NullMarked
package atrium.stream.egress.hls;

import org.jspecify.annotations.NullMarked;
