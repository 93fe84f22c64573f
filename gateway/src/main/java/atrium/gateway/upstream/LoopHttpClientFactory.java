package atrium.gateway.upstream;

import java.util.List;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.config.HttpClientFactory;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.config.HttpClientSslConfigurer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Spring Cloud Gateway's client, as its properties have it, with its pool made once an event loop. */
final class LoopHttpClientFactory extends HttpClientFactory {

    LoopHttpClientFactory(
            HttpClientProperties properties,
            ServerProperties server,
            HttpClientSslConfigurer tls,
            List<HttpClientCustomizer> customizers) {
        super(properties, server, tls, customizers);
    }

    @Override
    protected HttpClient createInstance() {
        HttpClient client = super.createInstance();
        LoopConnections.introduce(
                client.configuration().loopResources(), client.configuration().isPreferNative());
        return client;
    }

    @Override
    protected ConnectionProvider buildConnectionProvider(HttpClientProperties properties) {
        return new LoopConnections(() -> super.buildConnectionProvider(properties));
    }
}
