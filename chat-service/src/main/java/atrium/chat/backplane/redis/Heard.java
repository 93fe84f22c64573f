package atrium.chat.backplane.redis;

/**
 * How far a half has heard the common order.
 *
 * @param offset 0: nothing of it
 * @param mark of the message there, as {@link Mark} writes it; empty where there is none
 */
record Heard(String epoch, long offset, String mark) {

    static final Heard NOTHING = new Heard("", 0, "");
}
