package atrium.files;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Lets Netty hand a body on in the pieces in which it was read. By default the HTTP decoder cuts it into 8 KiB, which is
 * eight times as many hand-overs and writes.
 */
@Component
final class ReceivingCustomizer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private static final int PIECE = 64 * 1024;

    @Override
    @SuppressWarnings("deprecation") // Netty itself has not deprecated it, and there is no other way to say it
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.httpRequestDecoder(spec -> spec.maxChunkSize(PIECE)));
    }
}
