package atrium.files.catalog;

/**
 * What a room holds: whole files, and uploads with what they have declared.
 *
 * @param guests the bytes of guests
 * @param all the bytes of everybody, guests among them
 */
public record RoomUsage(long guests, long all) {

    public static final RoomUsage NOTHING = new RoomUsage(0, 0);

    /** With {@code bytes} more, or less. */
    public RoomUsage plus(boolean guest, long bytes) {
        return new RoomUsage(guest ? guests + bytes : guests, all + bytes);
    }
}
