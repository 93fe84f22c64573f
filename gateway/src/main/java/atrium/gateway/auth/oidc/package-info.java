/** Who somebody is, on the word of an OpenID Connect provider. Knows no web server; every call may wait for the provider, at most some seconds. */
@NullMarked
package atrium.gateway.auth.oidc;

import org.jspecify.annotations.NullMarked;
