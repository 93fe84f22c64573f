/** The only way from a child to the network: what it asks for is checked here, and connected to at the checked address. */
@NullMarked
package atrium.stream.pull.proxy;

import org.jspecify.annotations.NullMarked;
