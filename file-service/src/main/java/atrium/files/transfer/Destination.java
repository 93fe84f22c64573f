package atrium.files.transfer;

import atrium.files.upload.Body;
import java.io.Closeable;
import java.io.IOException;

/** Where files go that come. Called by a thread a file, which may block. */
public interface Destination {

    /**
     * Prepares to take a file.
     *
     * @param name see {@link TransferName}
     * @throws TransferRefusedException if it is not taken
     */
    Receiving open(String name) throws IOException;

    /** One file on its way; used by one thread. */
    interface Receiving extends Closeable {

        /**
         * Takes the bytes to their end; when this returns, the file is kept.
         *
         * @throws TransferRefusedException if it is not taken after all
         * @throws atrium.files.upload.BodyCutException if the bytes did not come to their end
         */
        Received receive(Body body) throws IOException;

        /** Leaves nothing, unless {@link #receive} has returned. */
        @Override
        void close() throws IOException;
    }
}
