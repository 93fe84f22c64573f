package atrium.chat.session;

/**
 * What somebody is called.
 *
 * @param name as others see it
 * @param skeleton what it looks like; see {@link LookAlikes}
 */
public record ChosenName(String name, String skeleton) {

    static ChosenName of(String name) {
        return new ChosenName(name, LookAlikes.skeleton(name));
    }
}
