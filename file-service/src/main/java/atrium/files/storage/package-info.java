/** Where bytes are kept: one contract, whatever holds them. */
@NullMarked
package atrium.files.storage;

import org.jspecify.annotations.NullMarked;
