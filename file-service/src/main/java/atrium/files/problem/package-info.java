/** The table of what this service refuses, each with its code on the wire. */
@NullMarked
package atrium.files.problem;

import org.jspecify.annotations.NullMarked;
