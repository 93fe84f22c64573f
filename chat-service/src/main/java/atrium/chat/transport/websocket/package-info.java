/** Chat over WebSocket (RFC 6455): plain mode, and JSON mode under the subprotocol {@code atrium.chat.v1}. */
@NullMarked
package atrium.chat.transport.websocket;

import org.jspecify.annotations.NullMarked;
