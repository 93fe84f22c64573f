/** Writing to the disk so that a crash leaves the old or the new, never a half. */
@NullMarked
package atrium.files.disk;

import org.jspecify.annotations.NullMarked;
