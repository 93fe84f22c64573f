/** The store on a local disk. */
@NullMarked
package atrium.files.storage.local;

import org.jspecify.annotations.NullMarked;
