/** The store in a bucket of Amazon S3, or of anything that speaks its protocol. */
@NullMarked
package atrium.files.storage.s3;

import org.jspecify.annotations.NullMarked;
