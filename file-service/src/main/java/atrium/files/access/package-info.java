/** Who asks, and who may delete: roles, and the token that the uploader got. */
@NullMarked
package atrium.files.access;

import org.jspecify.annotations.NullMarked;
