/** The life of an upload: admitted, appended to, completed, removed; the same for every protocol. */
@NullMarked
package atrium.files.upload;

import org.jspecify.annotations.NullMarked;
