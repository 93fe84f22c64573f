/** Viewers that watch fragmented MP4, over HTTP and, for Media Source Extensions, over WebSocket. */
@NullMarked
package atrium.stream.egress.fmp4;

import org.jspecify.annotations.NullMarked;
