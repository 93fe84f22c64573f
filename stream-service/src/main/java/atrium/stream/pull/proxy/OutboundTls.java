package atrium.stream.pull.proxy;

import atrium.stream.access.SourceProperties;
import atrium.stream.access.SourceUrl;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * TLS towards a source. The name in the URL is what the certificate is held against (RFC 9525, section 6) and what the
 * server is told, whichever of its addresses is connected to.
 */
final class OutboundTls {

    private final Supplier<SourceProperties> properties;
    private final SslContext verifying;
    private final SslContext trusting;

    OutboundTls(Supplier<SourceProperties> properties) {
        this.properties = properties;
        try {
            this.verifying = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
            // What an operator chose by verify-certificates: encrypted, but with whoever answers.
            this.trusting = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .endpointIdentificationAlgorithm(null)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the Java runtime offers no TLS", e);
        }
    }

    SslHandler handler(Channel channel, SourceUrl url, Duration timeout) {
        SslContext context = properties.get().verifyCertificates() ? verifying : trusting;
        SslHandler handler = context.newHandler(channel.alloc(), url.host(), url.portOrUsual());
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        return handler;
    }
}
