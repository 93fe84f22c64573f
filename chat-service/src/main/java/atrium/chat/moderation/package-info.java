/** What may not be said, and how it is found in what is said. */
@NullMarked
package atrium.chat.moderation;

import org.jspecify.annotations.NullMarked;
