/** How much one may upload: sizes, types, and what a room holds of guests. */
@NullMarked
package atrium.files.quota;

import org.jspecify.annotations.NullMarked;
