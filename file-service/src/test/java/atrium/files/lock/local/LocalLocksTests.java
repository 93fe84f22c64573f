package atrium.files.lock.local;

import atrium.files.lock.Locks;
import atrium.files.lock.LocksContract;

class LocalLocksTests extends LocksContract {

    @Override
    protected Locks open() {
        return new LocalLocks(PATIENCE);
    }
}
