package atrium.files.storage.s3;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.SdkPublisher;

/**
 * The bytes of one part while it fills and while it is sent. They lie in a file, mostly in the page cache, so that a
 * thousand slow uploads cost no memory; the file has no name, so that nothing is left of it whatever happens.
 *
 * <p>Written by one thread, then read by any.
 */
final class Spool implements Closeable {

    private static final int STEP = 64 * 1024;

    private final FileChannel channel;
    private long size;

    Spool(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "atrium-part", null);
        // On POSIX systems this takes the name away at once, not at the end.
        channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    long size() {
        return size;
    }

    void write(ByteBuffer bytes) throws IOException {
        size += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The first {@code length} bytes, as often as S3 has to be sent them. */
    AsyncRequestBody body(long length) {
        return new AsyncRequestBody() {
            @Override
            public Optional<Long> contentLength() {
                return Optional.of(length);
            }

            @Override
            public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
                SdkPublisher.<ByteBuffer>fromIterable(() -> new Steps(length)).subscribe(subscriber);
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Steps implements Iterator<ByteBuffer> {

        private final long end;
        private long position;

        Steps(long end) {
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            return position < end;
        }

        @Override
        public ByteBuffer next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ByteBuffer step = ByteBuffer.allocate((int) Math.min(STEP, end - position));
            try {
                fill(step);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return step.flip();
        }

        private void fill(ByteBuffer step) throws IOException {
            while (step.hasRemaining()) {
                int read = channel.read(step, position);
                if (read < 0) {
                    throw new EOFException("a part has lost its bytes after " + position);
                }
                position += read;
            }
        }
    }
}
