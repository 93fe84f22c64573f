package atrium.gateway.ratelimit;

/**
 * How many requests a token bucket lets pass, written {@code 500/2000}: 500 a second, 2 000 at once after a pause.
 *
 * @param perSecond how many come back a second; zero: no limit
 * @param burst how many the bucket holds
 */
public record Limit(int perSecond, int burst) {

    private static final long SECOND = 1_000_000_000;

    public Limit {
        boolean off = perSecond == 0 && burst == 0;
        if (!off && (perSecond < 1 || perSecond > SECOND || burst < 1)) {
            throw new IllegalArgumentException(
                    "limit: " + perSecond + "/" + burst + " (expected: requests a second/burst, as in 500/2000, or 0)");
        }
    }

    /** Reads {@code rate/burst}, {@code rate} alone (one second's worth at once), or {@code 0}. How configuration is converted. */
    public static Limit valueOf(String text) {
        int slash = text.indexOf('/');
        int perSecond = Integer.parseInt(slash < 0 ? text : text.substring(0, slash));
        return new Limit(perSecond, slash < 0 ? perSecond : Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean isOff() {
        return perSecond == 0;
    }

    /** How long one request takes to come back, in nanoseconds. */
    public long interval() {
        return SECOND / perSecond;
    }

    /** How long an empty bucket takes to be full, in nanoseconds. */
    public long window() {
        return interval() * burst;
    }

    @Override
    public String toString() {
        return isOff() ? "0" : perSecond + "/" + burst;
    }
}
