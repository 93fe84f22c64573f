/** The one door. This package only wires; the features lie below it. */
@NullMarked
package atrium.gateway;

import org.jspecify.annotations.NullMarked;
