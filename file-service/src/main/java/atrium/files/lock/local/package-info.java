/** Locks among the requests of one process. */
@NullMarked
package atrium.files.lock.local;

import org.jspecify.annotations.NullMarked;
