/** The one table of what chat can answer other than success. */
@NullMarked
package atrium.chat.problem;

import org.jspecify.annotations.NullMarked;
