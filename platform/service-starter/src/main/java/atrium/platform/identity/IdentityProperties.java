package atrium.platform.identity;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may administer.
 *
 * @param adminToken the bearer token whose holder has every role; generated on a first start. Blank: nobody has one.
 *     Also what services know each other by, see {@link ServiceToken}
 */
@ConfigurationProperties("atrium.identity")
public record IdentityProperties(@DefaultValue("") String adminToken) {

    /** Without the token, which must not reach a log. */
    @Override
    public String toString() {
        return "IdentityProperties[adminToken=" + (adminToken.isBlank() ? "none" : "set") + "]";
    }
}
