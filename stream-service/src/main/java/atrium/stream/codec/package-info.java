/** What the payload formats have in common. */
@NullMarked
package atrium.stream.codec;

import org.jspecify.annotations.NullMarked;
