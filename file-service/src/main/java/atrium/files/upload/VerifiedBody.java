package atrium.files.upload;

import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A body of which nothing is given before all of it has come and has the sum that its sender gave; refused with 460 if
 * it has another.
 *
 * <p>Until then its bytes lie in the {@link Spool}, never in the upload: whatever happens meanwhile, to the connection
 * or to this process, no unverified byte counts. The price is that they are written twice. Memory would not do, since a
 * request may bring a whole file.
 */
public final class VerifiedBody extends PassedBody {

    private static final int STEP = 64 * 1024;

    private final Checksum checksum;
    private final Spool spool;
    private @Nullable FileChannel spooled;
    private @Nullable ByteBuffer step;

    /** @param source what comes over the wire; closed with this */
    public VerifiedBody(Body source, Checksum checksum, Spool spool) {
        super(source);
        this.checksum = checksum;
        this.spool = spool;
    }

    @Override
    public void prepare(long most) throws IOException {
        FileChannel file = spool.open();
        spooled = file;
        long length = 0;
        for (ByteBuffer piece = source.next(); piece != null; piece = source.next()) {
            length += piece.remaining();
            if (length > most) {
                throw Admission.tooLarge("More bytes came than may (allowed: " + most + ")", most);
            }
            checksum.update(piece.duplicate());
            while (piece.hasRemaining()) {
                file.write(piece);
            }
        }
        if (!checksum.matches()) {
            throw FileProblem.CHECKSUM.with(
                    "The " + length + " bytes have another checksum than the request says; none of them is kept.");
        }
        file.position(0);
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        if (spooled == null) {
            throw new IllegalStateException("asked for bytes before they were verified");
        }
        if (step == null) {
            step = ByteBuffer.allocateDirect(STEP);
        }
        return spooled.read(step.clear()) < 0 ? null : step.flip();
    }

    @Override
    public void close() {
        try (source) {
            if (spooled != null) {
                spooled.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the spooled bytes of a request were not deleted", e);
        }
    }
}
