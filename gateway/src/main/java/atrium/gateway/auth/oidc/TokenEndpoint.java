package atrium.gateway.auth.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What is asked of the provider behind the browser's back: tokens for a code, and what they give access to. */
final class TokenEndpoint {

    private static final int FIRST_SERVER_ERROR = 500;

    private final OidcProperties properties;
    private final ProviderHttp http;

    TokenEndpoint(OidcProperties properties, ProviderHttp http) {
        this.properties = properties;
        this.http = http;
    }

    /** OpenID Connect Core 1.0, section 3.1.3.1. A provider that has a fault of its own is as one that is away. */
    OIDCTokens tokens(OIDCProviderMetadata provider, String code, PendingSignIn pending)
            throws IOException, ParseException {
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code), pending.redirectUri(), new CodeVerifier(pending.verifier()));
        HTTPResponse answer = asked(request(provider, grant).toHTTPRequest());
        TokenResponse parsed = OIDCTokenResponseParser.parse(answer);
        if (!parsed.indicatesSuccess()) {
            throw new ParseException("no tokens, but "
                    + parsed.toErrorResponse().getErrorObject().getCode());
        }
        return ((OIDCTokenResponse) parsed.toSuccessResponse()).getOIDCTokens();
    }

    private TokenRequest request(OIDCProviderMetadata provider, AuthorizationCodeGrant grant) {
        URI endpoint = provider.getTokenEndpointURI();
        ClientID client = new ClientID(properties.clientId());
        return properties.clientSecret().isBlank()
                ? new TokenRequest.Builder(endpoint, client, grant).build()
                : new TokenRequest.Builder(endpoint, authentication(provider, client), grant).build();
    }

    /** Section 9: in the header, unless the provider knows the secret in the body alone. */
    private ClientAuthentication authentication(OIDCProviderMetadata provider, ClientID client) {
        Secret secret = new Secret(properties.clientSecret());
        List<ClientAuthenticationMethod> methods = provider.getTokenEndpointAuthMethods();
        boolean inBody = methods != null
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return inBody ? new ClientSecretPost(client, secret) : new ClientSecretBasic(client, secret);
    }

    /** Section 5.3: what it says of {@code subject}; nothing, where the provider has no such endpoint. */
    Map<String, Object> userInfo(OIDCProviderMetadata provider, OIDCTokens tokens, Subject subject)
            throws IOException, ParseException {
        URI endpoint = provider.getUserInfoEndpointURI();
        if (endpoint == null || !OidcProperties.isSafe(endpoint.toString())) {
            return Map.of();
        }
        UserInfoResponse answer =
                UserInfoResponse.parse(asked(new UserInfoRequest(endpoint, tokens.getAccessToken()).toHTTPRequest()));
        if (!answer.indicatesSuccess()) {
            throw new ParseException("the userinfo endpoint refuses the access token");
        }
        UserInfo info = answer.toSuccessResponse().getUserInfo();
        if (info == null || !info.getSubject().equals(subject)) {
            throw new ParseException("the userinfo endpoint speaks of somebody else, or in a JWT");
        }
        return info.toJWTClaimsSet().getClaims();
    }

    private HTTPResponse asked(HTTPRequest request) throws IOException {
        HTTPResponse answer = request.send(http);
        if (answer.getStatusCode() >= FIRST_SERVER_ERROR) {
            throw new IOException(request.getURI() + " answered " + answer.getStatusCode());
        }
        return answer;
    }
}
