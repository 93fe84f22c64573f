/** Files of a room. This package only wires; the features lie below it. */
@NullMarked
package atrium.files;

import org.jspecify.annotations.NullMarked;
