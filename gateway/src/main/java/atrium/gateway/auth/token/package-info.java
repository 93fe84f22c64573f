/** Access tokens, the keys that sign them, and the tickets that stand for them in a URL. */
@NullMarked
package atrium.gateway.auth.token;

import org.jspecify.annotations.NullMarked;
