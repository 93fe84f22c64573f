package atrium.files.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What a sender hears: {@code ok}, which need not end with a newline, and lines. */
public final class AnswerReader {

    private static final int LONGEST = 1024;

    private final TimedInput input;
    private final byte[] bytes = new byte[LONGEST];
    private int length;

    public AnswerReader(TimedInput input) {
        this.input = input;
    }

    /** Whether to go on, or why not. */
    public Answer first(Duration patience) throws IOException {
        Answer ok = new Answer.Ok();
        while (!text().startsWith(ok.wire())) {
            Optional<Answer> line = line();
            if (line.isPresent()) {
                return line.get();
            }
            more(patience);
        }
        drop(ok.wire().length());
        return ok;
    }

    /** How it ended; a newline that followed {@code ok} is no answer. */
    public Answer last(Duration patience) throws IOException {
        while (true) {
            Optional<Answer> line = line();
            if (line.isPresent()) {
                return line.get();
            }
            more(patience);
        }
    }

    private Optional<Answer> line() throws IOException {
        String text = text();
        int begin = text.length() - text.stripLeading().length();
        int end = text.indexOf('\n', begin);
        if (end < 0 && length < LONGEST) {
            return Optional.empty();
        }
        String line = text.substring(begin, end < 0 ? text.length() : end).strip();
        return Optional.of(
                Answer.parse(line).orElseThrow(() -> new IOException("the receiver says what is no answer")));
    }

    private void more(Duration patience) throws IOException {
        int read = input.read(bytes, length, patience);
        if (read < 0) {
            throw new EOFException("the receiver closed the connection without an answer");
        }
        if (read == 0) {
            throw new SocketTimeoutException("the receiver did not answer within " + patience.toSeconds() + " s");
        }
        length += read;
    }

    private void drop(int first) {
        System.arraycopy(bytes, first, bytes, 0, length - first);
        length -= first;
    }

    private String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
