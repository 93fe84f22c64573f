package atrium.files.storage.s3;

import java.io.IOException;

/** S3 has understood and said no: credentials, rights or names are not as they must be. To ask again does not help. */
public final class S3RefusedException extends IOException {

    S3RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
