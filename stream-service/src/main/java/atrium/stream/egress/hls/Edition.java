package atrium.stream.egress.hls;

import java.nio.charset.StandardCharsets;

/**
 * What there is of a stream at one moment, and the playlists that say so, written once for all who ask.
 *
 * @param media the Media Playlist
 * @param delta the same as a Playlist Delta Update
 */
record Edition(Window window, byte[] multivariant, byte[] media, byte[] delta) {

    static Edition of(Window window) {
        return new Edition(
                window,
                bytes(MultivariantPlaylist.of(window, HlsHandler.MEDIA_PLAYLIST)),
                bytes(MediaPlaylist.whole(window)),
                bytes(MediaPlaylist.delta(window)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
