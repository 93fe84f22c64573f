package atrium.files.storage.local;

import atrium.files.storage.BlobWriter;
import atrium.files.storage.RunningHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes and hashes each piece while it is in the processor's cache. */
final class LocalBlobWriter implements BlobWriter {

    private final FileChannel channel;
    private final RunningHash hash;
    private final Runnable forgetHash;

    /** @param forgetHash called when the hash no longer fits the file, because a write stopped midway */
    LocalBlobWriter(Path part, RunningHash hash, Runnable forgetHash) throws IOException {
        this.channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        this.hash = hash;
        this.forgetHash = forgetHash;
    }

    @Override
    public long offset() {
        return hash.length();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        ByteBuffer toHash = bytes.duplicate();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            forgetHash.run();
            throw e;
        }
        hash.update(toHash);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
