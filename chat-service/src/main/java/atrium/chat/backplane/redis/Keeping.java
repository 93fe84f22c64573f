package atrium.chat.backplane.redis;

import java.time.Duration;

/**
 * How much is remembered of a room.
 *
 * @param time how long an empty room is
 */
record Keeping(int messages, long bytes, Duration time) {}
