package atrium.gateway.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * An OpenID Connect provider: Spring Authorization Server on the loopback interface, with its own form for name and
 * password. What it says of somebody, and what is wrong with its tokens, a test may set.
 */
public final class SpringProvider implements AutoCloseable {

    public static final String CLIENT = "atrium";
    /** One without a secret. */
    public static final String PUBLIC_CLIENT = "atrium-public";

    public static final String CLIENT_SECRET = "it's 100% secret/+:";
    public static final String PASSWORD = "password of everybody";

    /** What is said of each person; by name. */
    public final Map<String, Map<String, Object>> claims = new HashMap<>();

    /** Whether the ID token says it, too, or the userinfo endpoint alone. */
    public volatile boolean inIdToken = true;

    /** What is wrong with an ID token. */
    public volatile Consumer<JwtEncodingContext> wrong = context -> {};

    private final Tomcat tomcat = new Tomcat();
    private final AnnotationConfigWebApplicationContext application = new AnnotationConfigWebApplicationContext();
    private volatile JWKSet keys = newKeys();

    /** @param directory for what Tomcat likes to have on the disk */
    public static SpringProvider start(Path directory) throws IOException, LifecycleException {
        SpringProvider provider = new SpringProvider();
        provider.serve(Files.createDirectories(directory));
        return provider;
    }

    private void serve(Path directory) throws LifecycleException {
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "nothing", new HttpServlet() {});
        context.addServletMappingDecoded("/", "nothing");
        application.register(Security.class);
        application.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("provider", this));
        application.setServletContext(context.getServletContext());
        FilterDef security = new FilterDef();
        security.setFilterName("security");
        security.setFilter(new DelegatingFilterProxy("springSecurityFilterChain", application));
        context.addFilterDef(security);
        FilterMap everything = new FilterMap();
        everything.setFilterName("security");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
        tomcat.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    }

    /** Signs with another key from now on, and publishes that alone. */
    public void rotateKeys() {
        keys = newKeys();
    }

    private static JWKSet newKeys() {
        try {
            return new JWKSet(new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        application.close();
    }

    /** No {@code @Configuration}: the gateway, which looks for those, is none of this. */
    @EnableWebSecurity
    static class Security {

        @Bean
        SecurityFilterChain everything(HttpSecurity http, SpringProvider provider) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2AuthorizationServer(server -> server.oidc(oidc ->
                            oidc.userInfoEndpoint(endpoint -> endpoint.userInfoMapper(context -> new OidcUserInfo(
                                    provider.said(context.getAuthorization().getPrincipalName()))))))
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService people() {
            return new InMemoryUserDetailsManager(List.of("ada", "bob", "eve", "admin").stream()
                    .map(name -> User.withUsername(name)
                            .password("{noop}" + PASSWORD)
                            .roles("PERSON")
                            .build())
                    .toList());
        }

        @Bean
        RegisteredClientRepository clients() {
            return new InMemoryRegisteredClientRepository(
                    client(CLIENT)
                            .clientSecret("{noop}" + CLIENT_SECRET)
                            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                            .build(),
                    client(PUBLIC_CLIENT)
                            .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                            .build());
        }

        private static RegisteredClient.Builder client(String id) {
            return RegisteredClient.withId(id)
                    .clientId(id)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri("http://127.0.0.1/auth/oidc/callback")
                    .clientSettings(ClientSettings.builder()
                            .requireProofKey(true)
                            .requireAuthorizationConsent(false)
                            .build())
                    .scope("openid")
                    .scope("profile");
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }

        @Bean
        JWKSource<SecurityContext> keys(SpringProvider provider) {
            return (selector, context) -> selector.select(provider.keys);
        }

        @Bean
        JwtDecoder accessTokens(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> idTokens(SpringProvider provider) {
            return context -> {
                if (context.getTokenType().getValue().equals(OidcParameterNames.ID_TOKEN)) {
                    if (provider.inIdToken) {
                        provider.said(context.getPrincipal().getName())
                                .forEach((name, value) -> context.getClaims().claim(name, value));
                    }
                    provider.wrong.accept(context);
                }
            };
        }
    }

    private Map<String, Object> said(String name) {
        Map<String, Object> said = new HashMap<>(claims.getOrDefault(name, Map.of()));
        said.putIfAbsent("preferred_username", name);
        said.put("sub", "subject-of-" + name);
        return said;
    }
}
