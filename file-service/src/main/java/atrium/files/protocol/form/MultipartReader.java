package atrium.files.protocol.form;

import atrium.files.problem.FileProblem;
import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a multipart body (RFC 2046, section 5.1.1) part by part, never holding more than one {@link Window} of it.
 *
 * <p>Our own, because the readers of WebFlux cost five to ten times as much for a large file, and Netty's decoder loses
 * characters of names. Used by one thread; a part is read before the next is asked for, or what is left is skipped.
 */
final class MultipartReader {

    private static final int MAX_HEADERS = 8 * 1024;
    private static final int MAX_PARTS = 32;
    private static final int MAX_EPILOGUE = 64 * 1024;
    private static final Delimiter HEADERS_END = new Delimiter("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    private final Body source;
    private final Window window;
    private final Delimiter delimiter;
    private int parts;
    private boolean inPart = true;

    /** The body begins as if in a part that nobody wants, the preamble; a line end before makes all delimiters alike. */
    MultipartReader(Body source, String boundary) {
        this.source = source;
        this.window = new Window(source, new byte[] {'\r', '\n'});
        this.delimiter = new Delimiter(("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII));
    }

    /** The next part, or {@code null} when the closing delimiter has come. */
    @Nullable
    Part next() throws IOException {
        for (ByteBuffer rest = content(); rest != null; rest = content()) {
            // of a part that was not read to its end, or of the preamble
        }
        if (isClosing()) {
            skipEpilogue();
            return null;
        }
        if (++parts > MAX_PARTS) {
            throw bad("it has more than " + MAX_PARTS + " parts");
        }
        PartHeaders headers = readHeaders();
        inPart = true;
        return new Part(headers, new PartBody());
    }

    /** One part: what its headers say, and its bytes, to be read before the next part. */
    record Part(PartHeaders headers, Body body) {}

    private final class PartBody implements Body {

        @Override
        public @Nullable ByteBuffer next() throws IOException {
            return content();
        }

        @Override
        public void cut(BodyCutException.Reason reason) {
            source.cut(reason);
        }

        @Override
        public void close() {
            // The window belongs to the reader.
        }
    }

    /** Bytes of the current part; {@code null} at its delimiter, which is then behind. */
    private @Nullable ByteBuffer content() throws IOException {
        while (inPart) {
            int end = window.indexOf(delimiter);
            if (end == 0) {
                window.skip(delimiter.length());
                inPart = false;
            } else if (end > 0) {
                return window.take(end);
            } else if (window.available() >= delimiter.length()) {
                // The last bytes may be the beginning of a delimiter.
                return window.take(window.available() - delimiter.length() + 1);
            } else if (!window.fill()) {
                throw bad("it ends within a part");
            }
        }
        return null;
    }

    /** After a delimiter: two dashes end the body; else white space and a line end begin a part. */
    private boolean isClosing() throws IOException {
        if (!window.require(2)) {
            throw bad("it ends within a delimiter");
        }
        if (window.at(0) == '-' && window.at(1) == '-') {
            return true;
        }
        while (window.at(0) == ' ' || window.at(0) == '\t') {
            window.skip(1);
            if (!window.require(2)) {
                throw bad("it ends within a delimiter");
            }
        }
        if (window.at(0) != '\r' || window.at(1) != '\n') {
            throw bad("a delimiter does not end its line");
        }
        return false;
    }

    /** The line end of the delimiter is still here, so that a part without headers looks like any other. */
    private PartHeaders readHeaders() throws IOException {
        int end = window.indexOf(HEADERS_END);
        while (end < 0 && window.available() <= MAX_HEADERS && window.fill()) {
            end = window.indexOf(HEADERS_END);
        }
        if (end < 0 || end > MAX_HEADERS) {
            throw bad("the headers of a part do not end within " + MAX_HEADERS + " bytes");
        }
        byte[] lines = window.copy(end);
        window.skip(end + HEADERS_END.length());
        return PartHeaders.parse(lines);
    }

    /** Reads to the end, so that the connection can carry the next request. */
    private void skipEpilogue() throws IOException {
        int skipped = 0;
        do {
            skipped += window.available();
            window.skip(window.available());
            if (skipped > MAX_EPILOGUE) {
                throw bad("more than " + MAX_EPILOGUE + " bytes follow its end");
            }
        } while (window.fill());
    }

    private static RuntimeException bad(String detail) {
        return FileProblem.BAD_REQUEST.with("The multipart body is not valid: " + detail + ".");
    }
}
