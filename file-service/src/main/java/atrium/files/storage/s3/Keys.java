package atrium.files.storage.s3;

import atrium.files.catalog.FileId;
import java.util.Optional;

/** Where a blob lies in the bucket. */
record Keys(FileId id) {

    static final String BLOBS = "blobs/";
    static final String TAILS = "uploads/";

    static Optional<FileId> id(String prefix, String key) {
        return FileId.parse(key.substring(prefix.length()));
    }

    /** Of the finished blob, and of the multipart upload that becomes it. */
    String blob() {
        return BLOBS + id;
    }

    /** Of the tail object, which is there exactly while the blob is unfinished. */
    String tail() {
        return TAILS + id;
    }
}
