/** Which rooms are private, and who may be in them: the same for what is said, shown and kept there. */
@NullMarked
package atrium.platform.rooms;

import org.jspecify.annotations.NullMarked;
