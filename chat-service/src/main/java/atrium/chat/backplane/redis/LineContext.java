package atrium.chat.backplane.redis;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What lines need from their process.
 *
 * @param words gives a new word each time, unlike any other node's
 * @param nanos a clock that only goes forward
 * @param executor runs what lines do, never for long
 */
record LineContext(
        Supplier<String> words, Supplier<Keeping> keeping, LongSupplier nanos, Executor executor, LineMeters meters) {}
