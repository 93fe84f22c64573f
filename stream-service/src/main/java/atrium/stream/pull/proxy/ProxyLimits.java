package atrium.stream.pull.proxy;

import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.time.Duration;

/**
 * What a peer may take.
 *
 * @param connect how long connecting to one address may take, and the handshake of TLS after it
 * @param head how long the head of a request or an answer may take, however slowly it trickles
 * @param headBytes how long such a head may be
 * @param playlistBytes how long a playlist may be: the one body that is collected
 */
record ProxyLimits(Duration connect, Duration head, int headBytes, int playlistBytes) {

    static final ProxyLimits DEFAULT =
            new ProxyLimits(Duration.ofSeconds(5), Duration.ofSeconds(8), 32 * 1024, 4 * 1024 * 1024);

    private static final int PIECE = 64 * 1024;

    HttpServerCodec server() {
        return new HttpServerCodec(decoder());
    }

    HttpClientCodec client() {
        return new HttpClientCodec(decoder(), false, false);
    }

    private HttpDecoderConfig decoder() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(headBytes)
                .setMaxHeaderSize(headBytes)
                .setMaxChunkSize(PIECE);
    }
}
