/** Resumable Uploads for HTTP (draft-ietf-httpbis-resumable-upload-12, interop version 8, and back to 3) onto the upload service. */
@NullMarked
package atrium.files.protocol.rufh;

import org.jspecify.annotations.NullMarked;
