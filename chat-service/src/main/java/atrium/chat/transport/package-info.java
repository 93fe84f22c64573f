/** Ways into a room; each knows one protocol and no other. */
@NullMarked
package atrium.chat.transport;

import org.jspecify.annotations.NullMarked;
