package atrium.files.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Reads the few bytes of a conversation, each time with a limit; the file itself is read by other means. */
@FunctionalInterface
public interface TimedInput {

    /** How many bytes were read to {@code into}, from {@code offset} on: -1 at the end, 0 if none came in time. */
    int read(byte[] into, int offset, Duration patience) throws IOException;

    /** Of a channel in blocking mode. */
    static TimedInput of(SocketChannel channel) throws IOException {
        InputStream stream = channel.socket().getInputStream();
        return (into, offset, patience) -> {
            channel.socket().setSoTimeout(Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE));
            try {
                return stream.read(into, offset, into.length - offset);
            } catch (SocketTimeoutException e) {
                return 0;
            }
        };
    }
}
