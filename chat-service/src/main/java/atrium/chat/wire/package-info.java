/** What several transports need: how frames begin and are read, and the way into the socket. */
@NullMarked
package atrium.chat.wire;

import org.jspecify.annotations.NullMarked;
