package atrium.files.scan;

import atrium.files.catalog.StoredFile;
import atrium.platform.config.Live;

/** Which files are held back until they have been judged. */
public final class Gate {

    private final Live<ScanProperties> properties;

    public Gate(Live<ScanProperties> properties) {
        this.properties = properties;
    }

    /** All of them, while there is a scanner, except those that are too large for it where these are let through. */
    public boolean holdsBack(StoredFile file) {
        ScanProperties now = properties.get();
        return now.by() != ScanProperties.By.NONE
                && (now.tooLarge() == ScanProperties.TooLarge.REFUSE
                        || file.size() <= now.maxSize().toBytes());
    }
}
