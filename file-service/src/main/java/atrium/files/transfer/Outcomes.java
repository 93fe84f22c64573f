package atrium.files.transfer;

import java.net.InetAddress;

/** Who wants to know how transfers end. Called on the transfer's thread; does not block for long. */
public interface Outcomes {

    void received(InetAddress from, Received file);

    /** The sender was told the reason, and has left nothing. */
    void refused(InetAddress from, String reason);

    /** An error of ours; the sender, if there is one, is told that something is wrong. */
    void failed(Exception error);
}
