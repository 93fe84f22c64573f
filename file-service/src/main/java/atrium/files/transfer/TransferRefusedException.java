package atrium.files.transfer;

import java.io.IOException;

/** A file is not taken; the message is the reason, for the sender to read. Not our error: no stack trace, no log. */
public final class TransferRefusedException extends IOException {

    public TransferRefusedException(String reason) {
        super(reason);
    }

    /** The reason. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
