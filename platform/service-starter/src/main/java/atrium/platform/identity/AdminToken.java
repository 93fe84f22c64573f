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
 * Knows one person: the admin whose token was generated on the first start.
 *
 * <p>Compares digests in constant time, so that neither the token's bytes nor its length can be found by timing. With
 * no token configured, every token is wrong.
 */
final class AdminToken implements ReactiveAuthenticationManager {

    private static final List<SimpleGrantedAuthority> EVERY_ROLE = Arrays.stream(Role.values())
            .map(role -> new SimpleGrantedAuthority(role.authority()))
            .toList();

    private final boolean configured;
    private final byte[] digest;

    AdminToken(String token) {
        this.configured = !token.isBlank();
        this.digest = sha256(token);
    }

    @Override
    public Mono<Authentication> authenticate(Authentication presented) {
        boolean right = MessageDigest.isEqual(digest, sha256(String.valueOf(presented.getCredentials())));
        if (!configured || !right) {
            return Mono.error(new BadCredentialsException("The bearer token is not valid."));
        }
        return Mono.just(UsernamePasswordAuthenticationToken.authenticated("admin", null, EVERY_ROLE));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
