/** Identifiers and secrets that nobody guesses. */
@NullMarked
package atrium.gateway.auth.secret;

import org.jspecify.annotations.NullMarked;
