package atrium.platform.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Looks for TCP ports that nobody uses now; somebody may take one before the caller does, so callers retry. */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int RANGE = 10_000;
    private static final int TRIES = 200;

    private FreePorts() {}

    /** Any free port. */
    public static int one() {
        return withNeighbours();
    }

    /** A port {@code p} below the ephemeral range such that {@code p + offset} is free, too, for each offset. */
    public static int withNeighbours(int... offsets) {
        Random random = new Random();
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + random.nextInt(RANGE);
            if (isFree(port) && allFree(port, offsets)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port was found in " + TRIES + " tries");
    }

    private static boolean allFree(int port, int... offsets) {
        for (int offset : offsets) {
            if (!isFree(port + offset)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (java.net.BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
