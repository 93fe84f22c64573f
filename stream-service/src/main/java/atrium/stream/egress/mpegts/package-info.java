/** Out: MPEG transport streams, over HTTP and WebSocket. */
@NullMarked
package atrium.stream.egress.mpegts;

import org.jspecify.annotations.NullMarked;
