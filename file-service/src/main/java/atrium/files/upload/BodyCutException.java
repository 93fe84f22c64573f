package atrium.files.upload;

import java.io.IOException;

/** The sender went away, fell silent, or the service is stopping. Not our error: no stack trace, no log. */
public final class BodyCutException extends IOException {

    /** Why a body ended early. */
    public enum Reason {
        GONE,
        SILENT,
        /** Another request wants to go on with the same upload. */
        TAKEN_BACK,
        STOPPING
    }

    private final Reason reason;

    public BodyCutException(Reason reason) {
        super("the body was cut: " + reason);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
