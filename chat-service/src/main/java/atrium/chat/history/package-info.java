/** What a room remembers, and the order that it gives. */
@NullMarked
package atrium.chat.history;

import org.jspecify.annotations.NullMarked;
