package atrium.stream.ingest.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a child complains of and keeps the end of it: the last {@value #MAX_LINES} lines of at most
 * {@value #MAX_LENGTH} bytes, whatever it writes.
 */
final class StandardError implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(StandardError.class);

    private static final int MAX_LINES = 20;
    private static final int MAX_LENGTH = 500;

    private final InputStream in;
    private final Masking masking;
    private final Deque<String> lines = new ArrayDeque<>();
    private long count;

    StandardError(InputStream in, Masking masking) {
        this.in = in;
        this.masking = masking;
    }

    /** Reads until the child closes its end. */
    @Override
    public void run() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(MAX_LENGTH);
        try (in) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n' || b == '\r') {
                    add(line);
                } else if (line.size() < MAX_LENGTH) {
                    line.write(b);
                }
            }
        } catch (IOException e) {
            log.debug("the standard error of a child was closed", e);
        }
        add(line);
    }

    synchronized List<String> lastLines() {
        return List.copyOf(lines);
    }

    /** How many lines there were in all. */
    synchronized long count() {
        return count;
    }

    private void add(ByteArrayOutputStream bytes) {
        String line = masking.mask(bytes.toString(StandardCharsets.UTF_8)).strip();
        bytes.reset();
        if (line.isEmpty()) {
            return;
        }
        synchronized (this) {
            count++;
            if (lines.size() == MAX_LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
    }
}
