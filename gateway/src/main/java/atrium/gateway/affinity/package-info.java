/** Which instance of a service serves a request: one stream always the same, everything else by weight. */
@NullMarked
package atrium.gateway.affinity;

import org.jspecify.annotations.NullMarked;
