package atrium.stream.protocol.rtmp;

/**
 * The stream that a peer asks for.
 *
 * @param name as the peer wrote it; nothing has checked it yet
 * @param key empty where there was none
 */
public record StreamAddress(String name, String key) {

    /**
     * Puts together what the URL's pieces say. The key is in the query of the stream's name ({@code name?key=K}), or in
     * that of the application ({@code live?key=K}); or the name is in the application ({@code live/name}), so that the
     * key stands alone where the name is expected.
     *
     * @param stream the argument of {@code publish} or {@code play}
     */
    static StreamAddress of(RtmpApp app, String stream) {
        if (!app.instance().isEmpty()) {
            return new StreamAddress(app.instance(), stream.isEmpty() ? app.key() : stream);
        }
        UrlPart part = UrlPart.of(stream);
        return new StreamAddress(part.path(), part.key().isEmpty() ? app.key() : part.key());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return name;
    }
}
