package atrium.gateway.auth.account;

import java.util.Objects;

/**
 * Who somebody is at a provider. The two together are all that stays theirs; names and addresses may go to others (OpenID
 * Connect Core 1.0, section 5.7).
 */
public record ProviderSubject(String issuer, String subject) {

    public ProviderSubject {
        Objects.requireNonNull(issuer, "a provider without issuer");
        Objects.requireNonNull(subject, "a provider without subject");
    }
}
