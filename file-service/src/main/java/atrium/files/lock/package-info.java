/** Who may change what at a time: one holder a name, in this process or among several. */
@NullMarked
package atrium.files.lock;

import org.jspecify.annotations.NullMarked;
