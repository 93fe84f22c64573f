/** Addresses of the Internet, as operators write them. */
@NullMarked
package atrium.platform.address;

import org.jspecify.annotations.NullMarked;
