/** A stream's last key picture as a JPEG. */
@NullMarked
package atrium.stream.egress.jpeg;

import org.jspecify.annotations.NullMarked;
