package atrium.platform.identity;

import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;

/** A service's own rules, as a bean: which path and method needs which {@link Role}. What no rule names is open. */
@FunctionalInterface
public interface AccessRules {

    void apply(AuthorizeExchangeSpec requests);
}
