/** Who is asking: the person and the role that a request's bearer token gives, and what a role may do. */
@NullMarked
package atrium.platform.identity;

import org.jspecify.annotations.NullMarked;
