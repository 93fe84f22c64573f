/** What is said in a room and what a room tells its members; no transport, no framework. */
@NullMarked
package atrium.chat.message;

import org.jspecify.annotations.NullMarked;
