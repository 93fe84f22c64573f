/** Files over a bare TCP connection: a port of its own, and the room that its files go to. */
@NullMarked
package atrium.files.protocol.tcp;

import org.jspecify.annotations.NullMarked;
