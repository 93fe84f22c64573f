/** Who may connect at all, and how often, before anybody asks for what. */
@NullMarked
package atrium.chat.admission;

import org.jspecify.annotations.NullMarked;
