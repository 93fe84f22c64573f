/** Rooms over REST, for people and programs that are not in them. */
@NullMarked
package atrium.chat.admin;

import org.jspecify.annotations.NullMarked;
