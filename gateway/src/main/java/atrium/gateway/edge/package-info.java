/** What the gateway lets in, and what it answers itself: the page, readiness, and errors of services that are away. */
@NullMarked
package atrium.gateway.edge;

import org.jspecify.annotations.NullMarked;
