/** What several transports do alike: how a WebSocket is opened, and how its frames begin. */
@NullMarked
package atrium.chat.wire;

import org.jspecify.annotations.NullMarked;
