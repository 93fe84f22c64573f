package atrium.stream.ingest.rtmp;

/** Decides who may publish. Called on an event loop. */
@FunctionalInterface
public interface KeyCheck {

    boolean allows(String stream, String key);
}
