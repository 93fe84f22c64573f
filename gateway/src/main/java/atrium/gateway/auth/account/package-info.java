/** People with a name, a password and a role. */
@NullMarked
package atrium.gateway.auth.account;

import org.jspecify.annotations.NullMarked;
