/** One person's connection, whatever the transport: the name, the roles, how often it may speak. */
@NullMarked
package atrium.chat.session;

import org.jspecify.annotations.NullMarked;
