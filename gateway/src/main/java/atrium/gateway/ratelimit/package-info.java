/** How often an address and a person may ask, before anything is asked of a service. */
@NullMarked
package atrium.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
