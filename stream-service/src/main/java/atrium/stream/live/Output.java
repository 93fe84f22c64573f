package atrium.stream.live;

/** A packaging that a stream has opened, and its place in each {@link SharedFrame}. */
final class Output {

    private final int slot;
    private final PackageWriter writer;
    private int viewers;

    Output(int slot, PackageWriter writer) {
        this.slot = slot;
        this.writer = writer;
    }

    int slot() {
        return slot;
    }

    PackageWriter writer() {
        return writer;
    }

    /** Whether frames need to be written for it. */
    boolean isWatched() {
        return viewers > 0;
    }

    void count(int change) {
        viewers += change;
    }
}
