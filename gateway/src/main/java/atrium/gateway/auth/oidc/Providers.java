package atrium.gateway.auth.oidc;

import atrium.platform.problem.PlatformProblem;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The provider that is configured now. What was learned of the one before is forgotten. */
public final class Providers {

    private final Supplier<OidcProperties> properties;
    private final ProviderHttp http;
    private final InstantSource clock;

    /** Guarded by this. */
    private @Nullable Provider current;

    public Providers(Supplier<OidcProperties> properties, ProviderHttp http, InstantSource clock) {
        this.properties = properties;
        this.http = http;
        this.clock = clock;
    }

    /** The provider; as if there were no such path, where there is none. */
    public synchronized Provider current() {
        OidcProperties now = properties.get();
        if (!now.isOn()) {
            throw PlatformProblem.NOT_FOUND.with("There is no sign-in provider here.");
        }
        if (current == null || !current.properties().equals(now)) {
            current = new Provider(now, http, clock);
        }
        return current;
    }

    public boolean isOn() {
        return properties.get().isOn();
    }

    public boolean passwords() {
        return properties.get().passwords();
    }

    /** Where the provider sends people back to. @param asked that of the host that was asked */
    public URI redirectUri(URI asked) {
        String fixed = properties.get().redirectUri();
        return fixed.isBlank() ? asked : URI.create(fixed);
    }
}
