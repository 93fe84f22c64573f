/** Who may publish, and which addresses a source may name. */
@NullMarked
package atrium.stream.access;

import org.jspecify.annotations.NullMarked;
