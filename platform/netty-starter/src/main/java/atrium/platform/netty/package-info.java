/** Own TCP servers on Netty, on the event loops that the web server uses too. */
@NullMarked
package atrium.platform.netty;

import org.jspecify.annotations.NullMarked;
