package atrium.platform.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import reactor.core.publisher.Mono;

/**
 * Knows one person, the admin whose token was generated on the first start, and the other services.
 *
 * <p>Compares digests in constant time, so that neither the token's bytes nor its length can be found by timing. With
 * no token configured, every token is wrong.
 */
final class AdminToken implements ReactiveAuthenticationManager {

    private static final List<SimpleGrantedAuthority> EVERY_ROLE = Arrays.stream(Role.values())
            .map(role -> new SimpleGrantedAuthority(role.authority()))
            .toList();
    private static final List<SimpleGrantedAuthority> SERVICE_ROLE =
            List.of(new SimpleGrantedAuthority("ROLE_" + ServiceToken.ROLE));

    private final boolean configured;
    private final byte[] admin;
    private final byte[] service;

    AdminToken(IdentityProperties properties) {
        this.configured = !properties.adminToken().isBlank();
        this.admin = sha256(properties.adminToken());
        this.service = sha256(ServiceToken.of(properties));
    }

    @Override
    public Mono<Authentication> authenticate(Authentication presented) {
        byte[] given = sha256(String.valueOf(presented.getCredentials()));
        if (configured && MessageDigest.isEqual(admin, given)) {
            return Mono.just(UsernamePasswordAuthenticationToken.authenticated("admin", null, EVERY_ROLE));
        }
        if (configured && MessageDigest.isEqual(service, given)) {
            return Mono.just(UsernamePasswordAuthenticationToken.authenticated("service", null, SERVICE_ROLE));
        }
        return Mono.error(new BadCredentialsException("The bearer token is not valid."));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
