/** ffmpeg as a supervised child process, for what this service does not speak itself. */
@NullMarked
package atrium.stream.ingest.ffmpeg;

import org.jspecify.annotations.NullMarked;
