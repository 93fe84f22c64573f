/** RTMP on the wire: handshake, chunks, messages and commands; it knows nothing about streams. */
@NullMarked
package atrium.stream.protocol.rtmp;

import org.jspecify.annotations.NullMarked;
