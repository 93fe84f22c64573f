/** Links that let a guest into a room. */
@NullMarked
package atrium.gateway.auth.invite;

import org.jspecify.annotations.NullMarked;
