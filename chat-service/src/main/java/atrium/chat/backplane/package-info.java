/** How the halves of a room on several nodes are one room: who gives the order, and how all of them hear it. */
@NullMarked
package atrium.chat.backplane;

import org.jspecify.annotations.NullMarked;
