/** Errors at the HTTP edge: one table of codes a service, one form on the wire (RFC 9457). */
@NullMarked
package atrium.platform.problem;

import org.jspecify.annotations.NullMarked;
