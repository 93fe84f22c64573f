package atrium.chat.transport.websocket;

import atrium.chat.room.CloseReason;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Expands messages that came compressed (RFC 7692, section 7.2.2), each by itself.
 *
 * <p>Any thread. The inflaters, which hold memory outside of the heap, are as many as threads that expand at once.
 */
final class Inflation {

    /** What the sender has cut off the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final int FIRST_GUESS = 512;

    private final Queue<Inflater> idle =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    /** Expands {@code message}, whose bytes it reads but does not release. */
    Inbound expand(ByteBuf message, int largest) {
        Inflater inflater = idle.poll();
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        try {
            return new Expansion(inflater, largest).of(message);
        } catch (DataFormatException e) {
            return new Inbound.Refused(CloseReason.INVALID_DEFLATE);
        } finally {
            inflater.reset();
            if (!idle.offer(inflater)) {
                inflater.end();
            }
        }
    }

    /** One message. */
    private static final class Expansion {

        private final Inflater inflater;
        private final int largest;
        private byte[] expanded;
        private int size;

        Expansion(Inflater inflater, int largest) {
            this.inflater = inflater;
            this.largest = largest;
            this.expanded = new byte[Math.min(FIRST_GUESS, largest + 1)];
        }

        Inbound of(ByteBuf message) throws DataFormatException {
            for (ByteBuffer part : message.nioBuffers()) {
                feed(part);
            }
            feed(ByteBuffer.wrap(TAIL));
            return size > largest
                    ? new Inbound.Refused(CloseReason.TOO_BIG)
                    : new Inbound.Message(Arrays.copyOf(expanded, size));
        }

        /** Goes on until all of {@code part} is read and told, or more came out than a message may have. */
        private void feed(ByteBuffer part) throws DataFormatException {
            int told;
            do {
                if (inflater.finished()) {
                    inflater.reset(); // a block marked as the last may be followed by others (RFC 7692, section 7.2.3.5)
                }
                grow();
                inflater.setInput(part);
                told = inflater.inflate(expanded, size, expanded.length - size);
                size += told;
            } while (size <= largest && (told > 0 || part.hasRemaining()));
        }

        private void grow() {
            if (size == expanded.length) {
                expanded = Arrays.copyOf(expanded, (int) Math.min(2L * size, largest + 1L));
            }
        }
    }
}
