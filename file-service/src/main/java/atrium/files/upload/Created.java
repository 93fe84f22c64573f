package atrium.files.upload;

import atrium.files.access.DeleteToken;
import atrium.files.catalog.Entry;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;

/** A new entry, and the only time its token is seen. */
public record Created(Entry entry, DeleteToken token) {

    /** The file that it is, or will be once it has been judged. */
    public StoredFile file() {
        return switch (entry) {
            case StoredFile file -> file;
            case HeldFile held -> held.file();
            case Upload upload -> throw new IllegalStateException(upload.id() + " is not whole");
            case Piece piece -> throw new IllegalStateException(piece.id() + " is a piece");
        };
    }
}
