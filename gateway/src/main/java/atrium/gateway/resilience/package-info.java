/** What happens when an instance fails: it is put aside, the request is tried elsewhere, a dead service fails fast. */
@NullMarked
package atrium.gateway.resilience;

import org.jspecify.annotations.NullMarked;
