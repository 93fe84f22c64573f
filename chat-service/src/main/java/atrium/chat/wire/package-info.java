/** How frames begin that several transports send. */
@NullMarked
package atrium.chat.wire;

import org.jspecify.annotations.NullMarked;
