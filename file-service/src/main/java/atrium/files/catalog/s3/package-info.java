/** The catalog in a bucket that several services share. */
@NullMarked
package atrium.files.catalog.s3;

import org.jspecify.annotations.NullMarked;
