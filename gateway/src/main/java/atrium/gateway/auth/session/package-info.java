/** Who is signed in, and until when. */
@NullMarked
package atrium.gateway.auth.session;

import org.jspecify.annotations.NullMarked;
