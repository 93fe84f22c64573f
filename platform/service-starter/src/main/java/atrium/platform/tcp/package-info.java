/** The states of this process's TCP connections, as netstat would show them. */
@NullMarked
package atrium.platform.tcp;

import org.jspecify.annotations.NullMarked;
