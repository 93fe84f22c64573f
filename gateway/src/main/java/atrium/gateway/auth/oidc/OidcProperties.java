package atrium.gateway.auth.oidc;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The OpenID Connect provider that people sign in at. All of it may change while the gateway runs.
 *
 * @param issuer the provider, as it calls itself; blank: there is none
 * @param clientId what the provider calls this installation
 * @param clientSecret what this installation proves itself with; blank: a public client, by PKCE alone
 * @param scopes what is asked for; {@code openid} must be among them
 * @param redirectUri where the provider sends people back to; blank: {@code /auth/oidc/callback} of the host that was
 *     asked
 * @param nameClaim the claim that says the name
 * @param rolesClaim the claim that says the roles, or the way to it, as {@code realm_access.roles}; blank: roles are given
 *     here, by admins, and the provider has no say in them
 * @param roles which of the claim's values give which role
 * @param unmapped what becomes of somebody of whom no value gives a role
 * @param passwords whether people may sign in by password, too
 */
@ConfigurationProperties("atrium.gateway.auth.oidc")
public record OidcProperties(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue({"openid", "profile"}) List<String> scopes,
        @DefaultValue("") String redirectUri,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("") String rolesClaim,
        @DefaultValue RoleValues roles,
        @DefaultValue("member") Unmapped unmapped,
        @DefaultValue("true") boolean passwords) {

    /** What becomes of somebody without a role. */
    public enum Unmapped {
        MEMBER,
        REFUSED
    }

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public OidcProperties {
        scopes = List.copyOf(scopes);
        if (issuer.isBlank()) {
            mind(passwords, "passwords: false (expected: true, as long as there is no issuer)");
        } else {
            mind(isSafe(issuer), "issuer: " + issuer + " (expected: an https address, http of this host alone)");
            mind(!clientId.isBlank(), "client-id: none (expected: one, since there is an issuer)");
            mind(scopes.contains("openid"), "scopes: " + scopes + " (expected: openid among them)");
            mind(redirectUri.isBlank() || isSafe(redirectUri), "redirect-uri: " + redirectUri + " (expected: https)");
        }
    }

    public boolean isOn() {
        return !issuer.isBlank();
    }

    /** OpenID Connect Discovery 1.0, section 3: without TLS nobody knows whose keys they are. */
    static boolean isSafe(String address) {
        try {
            URI uri = URI.create(address);
            String host = uri.getHost();
            return host != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && LOOPBACK.contains(host));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void mind(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException("atrium.gateway.auth.oidc." + otherwise);
        }
    }

    /** Without the secret, which must not reach a log. */
    @Override
    public String toString() {
        return "OidcProperties[issuer=" + issuer + ", clientId=" + clientId + ", clientSecret="
                + (clientSecret.isBlank() ? "none" : "set") + ", scopes=" + scopes + ", rolesClaim=" + rolesClaim
                + ", passwords=" + passwords + "]";
    }
}
