package atrium.platform.netty;

import org.jspecify.annotations.Nullable;

/** A server could not be opened; the message names it, where it wanted to listen, and why it could not. */
public final class PortInUseException extends RuntimeException {

    public PortInUseException(String server, String address, int port, @Nullable Throwable cause) {
        super(
                "%s cannot listen on %s:%d: %s"
                        .formatted(server, address, port, cause == null ? "unknown reason" : cause.getMessage()),
                cause);
    }
}
