/** The connections on which requests go to the services. */
@NullMarked
package atrium.gateway.upstream;

import org.jspecify.annotations.NullMarked;
