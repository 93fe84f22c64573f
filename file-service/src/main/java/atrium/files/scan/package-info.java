/** Has every file judged by a scanner before anybody gets it: clamd, or whatever listens at an address. */
@NullMarked
package atrium.files.scan;

import org.jspecify.annotations.NullMarked;
