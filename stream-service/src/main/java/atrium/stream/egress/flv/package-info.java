/** Viewers that watch FLV, over HTTP and over WebSocket. */
@NullMarked
package atrium.stream.egress.flv;

import org.jspecify.annotations.NullMarked;
