/** Which streams there are and what they do, by REST. */
@NullMarked
package atrium.stream.admin;

import org.jspecify.annotations.NullMarked;
