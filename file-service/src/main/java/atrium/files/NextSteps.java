package atrium.files;

import atrium.files.backlog.Backlog;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.StoredFile;
import atrium.files.scan.Gate;
import atrium.files.upload.Arrivals;

/** What is done with a file that has become whole: it is judged, if it has to be, and then its room is told of it. */
final class NextSteps implements Arrivals {

    private final Gate gate;
    private final Backlog<HeldFile> toScan;
    private final Backlog<StoredFile> toTell;

    NextSteps(Gate gate, Backlog<HeldFile> toScan, Backlog<StoredFile> toTell) {
        this.gate = gate;
        this.toScan = toScan;
        this.toTell = toTell;
    }

    @Override
    public boolean holdsBack(StoredFile file) {
        return gate.holdsBack(file);
    }

    @Override
    public void held(HeldFile file) {
        toScan.add(file);
    }

    @Override
    public void stored(StoredFile file) {
        if (file.untold()) {
            toTell.add(file);
        }
    }
}
