package atrium.gateway.tunnel;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;

/**
 * What a service answered to an upgrade. Owns {@code response} and {@code upstream} until it is closed or the tunnel
 * takes them over.
 *
 * @param upstream the connection to the service; nothing is read from it until the tunnel stands
 */
record Answer(Channel upstream, FullHttpResponse response) {

    void close() {
        response.release();
        upstream.close();
    }
}
