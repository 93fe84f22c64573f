package atrium.chat.room;

/**
 * What somebody is called.
 *
 * @param name as others see it
 * @param skeleton what it looks like: equal skeletons are taken for each other
 */
public record ChosenName(String name, String skeleton) {}
