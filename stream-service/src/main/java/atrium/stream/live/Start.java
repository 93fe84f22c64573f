package atrium.stream.live;

/** Where a viewer begins. */
public enum Start {
    /** At the key picture of the current group of pictures, which is sent at once: a picture without waiting. */
    GROUP,
    /** At the next key picture: nothing is older than live, and there may be nothing for a while. */
    LIVE
}
