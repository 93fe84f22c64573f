package atrium.gateway.tls;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Switches TLS on where {@code ATRIUM_TLS_CERTIFICATE} and {@code ATRIUM_TLS_KEY} name two PEM files: the chain and its
 * key. Clients then choose HTTP/2 or HTTP/1.1 (ALPN, RFC 7301); plain HTTP is not answered on that port any more.
 *
 * <p>Spring Boot watches the files and puts changed ones in force for new connections; open ones, tunnels among them,
 * keep what they began with. It has no properties that hold only under a condition, hence this class. The management
 * port stays plain: it is for the machine itself.
 */
final class TlsEnvironment implements EnvironmentPostProcessor {

    private static final String CERTIFICATE = "ATRIUM_TLS_CERTIFICATE";
    private static final String KEY = "ATRIUM_TLS_KEY";
    private static final String BUNDLE = "spring.ssl.bundle.pem.atrium.";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String certificate = environment.getProperty(CERTIFICATE, "");
        String key = environment.getProperty(KEY, "");
        if (certificate.isBlank() != key.isBlank()) {
            throw new IllegalStateException("TLS needs both " + CERTIFICATE + " and " + KEY + ", or neither: set "
                    + (key.isBlank() ? KEY : CERTIFICATE) + " to the path of its PEM file");
        }
        if (!key.isBlank()) {
            environment.getPropertySources().addLast(new MapPropertySource("tls", properties(certificate, key)));
        }
    }

    private static Map<String, Object> properties(String certificate, String key) {
        return Map.of(
                BUNDLE + "keystore.certificate",
                url(certificate),
                BUNDLE + "keystore.private-key",
                url(key),
                BUNDLE + "reload-on-update",
                true,
                "server.ssl.bundle",
                "atrium",
                "server.http2.enabled",
                true,
                "management.server.ssl.enabled",
                false);
    }

    private static String url(String file) {
        return Path.of(file).toAbsolutePath().toUri().toString();
    }
}
