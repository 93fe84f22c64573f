/** Rooms that people talk in. This package only wires; the features lie below it. */
@NullMarked
package atrium.chat;

import org.jspecify.annotations.NullMarked;
