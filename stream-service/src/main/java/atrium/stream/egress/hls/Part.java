package atrium.stream.egress.hls;

/**
 * A Partial Segment (section 4.4.4.9): one fragment.
 *
 * @param duration in ticks
 * @param independent whether decoding can begin in it
 */
record Part(long duration, boolean independent, SharedBytes bytes) {}
