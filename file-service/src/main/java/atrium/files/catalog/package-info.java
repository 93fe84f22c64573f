/** What is known of every upload and file: name, type, room, size, hash; the bytes lie in the store. */
@NullMarked
package atrium.files.catalog;

import org.jspecify.annotations.NullMarked;
