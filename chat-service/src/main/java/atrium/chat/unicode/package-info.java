/** What Unicode says of characters that are written or look alike; the JDK does not know all of it. */
@NullMarked
package atrium.chat.unicode;

import org.jspecify.annotations.NullMarked;
