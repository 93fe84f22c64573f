/** Sources that are pulled: from a URL to frames, through a child process. */
@NullMarked
package atrium.stream.pull;

import org.jspecify.annotations.NullMarked;
