/** What is still to be done with whole files: found in the catalog, whoever left it there. */
@NullMarked
package atrium.files.backlog;

import org.jspecify.annotations.NullMarked;
