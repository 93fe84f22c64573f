package atrium.files.disk;

/** What a file outlives that its uploader was told is complete. */
public enum Durability {
    /** The end of this process, however it ends: what was written is the system's, which writes it out later. */
    PROCESS,
    /** Also the end of the power: bytes and names were forced to the disk. */
    POWER
}
