/** How bytes are framed where several transports do it alike. */
@NullMarked
package atrium.chat.wire;

import org.jspecify.annotations.NullMarked;
