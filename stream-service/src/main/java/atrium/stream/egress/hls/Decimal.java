package atrium.stream.egress.hls;

import atrium.stream.media.MediaFrame;

/** Numbers as playlists have them: decimal-floating-point (section 4.2). */
final class Decimal {

    private static final int HUNDRED_THOUSAND = 100_000;
    private static final int THOUSAND = 1000;

    private Decimal() {}

    /** Ticks as seconds, rounded to five places, in which no frame is lost. */
    static String seconds(long ticks) {
        return fixed((ticks * HUNDRED_THOUSAND + MediaFrame.TIMEBASE / 2) / MediaFrame.TIMEBASE, HUNDRED_THOUSAND);
    }

    /** How often an interval of so many ticks is in a second, to three places. */
    static String rate(long interval) {
        return fixed((MediaFrame.TIMEBASE * THOUSAND + interval / 2) / interval, THOUSAND);
    }

    private static String fixed(long scaled, int scale) {
        String fraction = Long.toString(scale + scaled % scale).substring(1);
        return scaled / scale + "." + fraction;
    }
}
