package atrium.chat.message;

/**
 * Who says something.
 *
 * @param id names one member, as long as it is connected; the server chooses it. What follows its last dash names the
 *     person, beyond this connection and on every node; see {@link #person(String)}
 * @param name what others see; anybody may choose it
 */
public record Sender(String id, String name) {

    /** Who is behind this member, as moderation knows it. */
    public String person() {
        return person(id);
    }

    /** The person behind the member {@code id}; the id itself, if it names nobody else. */
    public static String person(String id) {
        return id.substring(id.lastIndexOf('-') + 1);
    }
}
