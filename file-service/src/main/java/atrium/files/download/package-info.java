/** Files on their way out: ranges, validators, names, zero-copy. */
@NullMarked
package atrium.files.download;

import org.jspecify.annotations.NullMarked;
