/** What the gateway itself answers: the page, readiness, and errors of services that are away. */
@NullMarked
package atrium.gateway.edge;

import org.jspecify.annotations.NullMarked;
