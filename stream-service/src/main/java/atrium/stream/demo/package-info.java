/** A test pattern with a tone, for who wants to see something at once. */
@NullMarked
package atrium.stream.demo;

import org.jspecify.annotations.NullMarked;
