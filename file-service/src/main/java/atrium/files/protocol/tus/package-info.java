/** The tus resumable upload protocol 1.0.0. */
@NullMarked
package atrium.files.protocol.tus;

import org.jspecify.annotations.NullMarked;
