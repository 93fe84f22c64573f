/** The catalog on a local disk. */
@NullMarked
package atrium.files.catalog.local;

import org.jspecify.annotations.NullMarked;
