/** What a browser presents without its page: cookies and tickets, made into the one header that services read. */
@NullMarked
package atrium.gateway.auth.credential;

import org.jspecify.annotations.NullMarked;
