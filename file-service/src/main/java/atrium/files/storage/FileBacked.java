package atrium.files.storage;

import atrium.files.catalog.FileId;
import java.nio.file.Path;

/** An ability of stores whose finished blobs are files: the kernel can send them to a socket by itself. */
public interface FileBacked {

    /** Where the finished blob lies; does not look whether it does. */
    Path file(FileId id);
}
