/** What sign-in answers when it refuses. */
@NullMarked
package atrium.gateway.auth.problem;

import org.jspecify.annotations.NullMarked;
