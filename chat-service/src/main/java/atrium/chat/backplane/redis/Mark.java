package atrium.chat.backplane.redis;

/**
 * Who put a message into the order, beyond its text: the same mark at the same offset is the same message.
 *
 * @param half a line of one node, as long as it is open
 * @param number of the message among those of its half; they grow
 */
record Mark(String half, long number) {

    /** @throws IllegalArgumentException if it is not one */
    static Mark parse(String text) {
        int space = text.indexOf(' ');
        if (space < 1) {
            throw new IllegalArgumentException("mark: no number");
        }
        return new Mark(text.substring(0, space), Long.parseLong(text, space + 1, text.length(), 10));
    }

    @Override
    public String toString() {
        return half + " " + number;
    }
}
