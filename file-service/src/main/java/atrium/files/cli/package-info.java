/** {@code ./atrium send} and {@code ./atrium receive}: files over a bare TCP connection, from a terminal; JDK only. */
@NullMarked
package atrium.files.cli;

import org.jspecify.annotations.NullMarked;
