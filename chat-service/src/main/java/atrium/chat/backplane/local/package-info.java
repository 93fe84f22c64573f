/** The short way: one node, whose memory is all there is. */
@NullMarked
package atrium.chat.backplane.local;

import org.jspecify.annotations.NullMarked;
