package atrium.stream.protocol.rtmp;

/**
 * The stream that a peer asks for.
 *
 * @param name as the peer wrote it; nothing has checked it yet
 * @param key the stream's, of who publishes; empty where there was none
 * @param token the access token of who plays; empty where there was none
 */
public record StreamAddress(String name, String key, String token) {

    /**
     * Puts together what the URL's pieces say. The key is in the query of the stream's name ({@code name?key=K}), or in
     * that of the application ({@code live?key=K}); or the name is in the application ({@code live/name}), so that the
     * key stands alone where the name is expected. So does a token ({@code name?token=T}), save that it is never alone.
     *
     * @param stream the argument of {@code publish} or {@code play}
     */
    static StreamAddress of(RtmpApp app, String stream) {
        UrlPart part = UrlPart.of(stream);
        String token = part.token().isEmpty() ? app.token() : part.token();
        return app.instance().isEmpty()
                ? new StreamAddress(part.path(), part.key().isEmpty() ? app.key() : part.key(), token)
                : new StreamAddress(app.instance(), stream.isEmpty() ? app.key() : stream, token);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return name;
    }
}
