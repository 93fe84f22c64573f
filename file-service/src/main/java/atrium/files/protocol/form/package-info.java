/** A file from an HTML form: multipart/form-data (RFC 7578), read as a stream. */
@NullMarked
package atrium.files.protocol.form;

import org.jspecify.annotations.NullMarked;
