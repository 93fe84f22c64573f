/** What an operator can set, and change while the service runs. */
@NullMarked
package atrium.chat.settings;

import org.jspecify.annotations.NullMarked;
