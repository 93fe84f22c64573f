/** How a stream reaches a viewer over HTTP and WebSocket, whatever the container. */
@NullMarked
package atrium.stream.egress;

import org.jspecify.annotations.NullMarked;
