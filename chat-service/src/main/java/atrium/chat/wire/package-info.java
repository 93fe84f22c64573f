/** What several transports need to send: how frames begin, and the way into the socket. */
@NullMarked
package atrium.chat.wire;

import org.jspecify.annotations.NullMarked;
