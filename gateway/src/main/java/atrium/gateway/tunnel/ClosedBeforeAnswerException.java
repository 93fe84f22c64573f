package atrium.gateway.tunnel;

import java.io.IOException;

/** The service closed the connection instead of answering the upgrade. */
public final class ClosedBeforeAnswerException extends IOException {

    ClosedBeforeAnswerException() {
        super("closed before the upgrade was answered");
    }
}
