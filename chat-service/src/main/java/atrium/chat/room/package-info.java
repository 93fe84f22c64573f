/** Rooms: who is in, what is said, and how it reaches everyone at once. */
@NullMarked
package atrium.chat.room;

import org.jspecify.annotations.NullMarked;
