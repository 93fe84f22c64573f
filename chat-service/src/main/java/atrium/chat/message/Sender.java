package atrium.chat.message;

/**
 * Who says something.
 *
 * @param id names one member, as long as it is connected; the server chooses it
 * @param name what others see; anybody may choose it
 */
public record Sender(String id, String name) {}
