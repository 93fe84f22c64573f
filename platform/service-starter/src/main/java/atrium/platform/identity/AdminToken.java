package atrium.platform.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * The installation's own tokens: the admin's, which was generated on the first start, and the other services'.
 *
 * <p>Compares digests in constant time, so that neither the token's bytes nor its length can be found by timing. With
 * no token configured, every token is wrong.
 */
final class AdminToken {

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
        this.admin = digest(properties.adminToken());
        this.service = digest(ServiceToken.of(properties));
    }

    /** Who {@code token} is of; empty if it is neither. */
    Optional<Authentication> holder(String token) {
        byte[] given = digest(token);
        if (configured && MessageDigest.isEqual(admin, given)) {
            return Optional.of(UsernamePasswordAuthenticationToken.authenticated("admin", null, EVERY_ROLE));
        }
        if (configured && MessageDigest.isEqual(service, given)) {
            return Optional.of(UsernamePasswordAuthenticationToken.authenticated("service", null, SERVICE_ROLE));
        }
        return Optional.empty();
    }

    private static byte[] digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
