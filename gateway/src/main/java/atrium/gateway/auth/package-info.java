/** Sign-in over HTTP: accounts, sessions, tickets, invites and the keys of the tokens. This package speaks HTTP and wires; what lies below knows none of it. */
@NullMarked
package atrium.gateway.auth;

import org.jspecify.annotations.NullMarked;
