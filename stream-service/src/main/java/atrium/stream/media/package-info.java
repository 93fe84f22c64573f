/** What flows through the service: frames of tracks, whatever protocol brought them. */
@NullMarked
package atrium.stream.media;

import org.jspecify.annotations.NullMarked;
