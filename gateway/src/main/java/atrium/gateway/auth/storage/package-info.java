/** Small state in files: whole or not at all, readable by nobody else. */
@NullMarked
package atrium.gateway.auth.storage;

import org.jspecify.annotations.NullMarked;
