package atrium.gateway.auth.oidc;

import atrium.gateway.auth.account.ProviderSubject;
import atrium.platform.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * Somebody, as the provider knows them.
 *
 * @param name what they call themselves there; may be blank, and may be anybody's
 * @param role null if the provider has no say in it
 */
public record Person(
        ProviderSubject subject, String name, @Nullable Role role) {}
