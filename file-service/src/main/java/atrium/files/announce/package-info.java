/** Tells the chat of a room about its new files, each once. */
@NullMarked
package atrium.files.announce;

import org.jspecify.annotations.NullMarked;
