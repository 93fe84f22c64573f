/** What the HTTP edges of the service share: its table of errors, and names in paths. */
@NullMarked
package atrium.stream.edge;

import org.jspecify.annotations.NullMarked;
