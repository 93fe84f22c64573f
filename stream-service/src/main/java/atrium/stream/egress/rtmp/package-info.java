/** Viewers that play by RTMP. */
@NullMarked
package atrium.stream.egress.rtmp;

import org.jspecify.annotations.NullMarked;
