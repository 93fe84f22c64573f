package atrium.stream.protocol.rtmp;

/**
 * What a connection does from when it asked to publish or to play until it closes; confined to its event loop. Calls may
 * come after the activity ended itself.
 */
public interface RtmpActivity {

    /** A message of audio or video; stays the caller's. */
    void media(RtmpMessage message);

    /** The peer wants no more; is told good-bye. */
    void stop();

    /** The connection is closed, or cannot be understood any more. */
    void lost(String reason);
}
