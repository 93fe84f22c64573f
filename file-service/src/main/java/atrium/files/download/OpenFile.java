package atrium.files.download;

import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that several downloads read at once, closed with its last reference.
 *
 * <p>By a thread of its own, as the last one to close a deleted file waits until the disk has taken its blocks back.
 */
final class OpenFile extends AbstractReferenceCounted {

    private static final Logger log = LoggerFactory.getLogger(OpenFile.class);

    private final FileChannel channel;

    private OpenFile(FileChannel channel) {
        this.channel = channel;
    }

    static OpenFile open(Path path) throws IOException {
        return new OpenFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    /** A region that the kernel sends; it holds a reference until it is sent or given up. */
    FileRegion region(ByteRange range) {
        retain();
        return new Region(range);
    }

    byte[] beginning(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, bytes.position()) < 0) {
                throw new EOFException("the file ends before " + length);
            }
        }
        return bytes.array();
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }

    @Override
    protected void deallocate() {
        Thread.ofVirtual().name("close-file").start(this::close);
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.warn("could not close a file", e);
        }
    }

    /** Netty's native transport takes the descriptor out of the channel, and only out of this class. */
    private final class Region extends DefaultFileRegion {

        Region(ByteRange range) {
            super(channel, range.first(), range.length());
        }

        @Override
        protected void deallocate() {
            OpenFile.this.release();
        }
    }
}
