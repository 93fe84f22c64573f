package atrium.stream.access;

import atrium.platform.address.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which sources may be pulled. All keys may change while the service runs; a source that is being pulled is not
 * interrupted, the change counts from its next start.
 *
 * @param allowedSchemes schemes that a source's URL may have
 * @param allowedNetworks networks, as {@code address/bits}, that every address of a source's host must lie in; the
 *     default is all of them
 * @param allowLoopback whether a source may be on this machine (127.0.0.0/8, ::1)
 * @param allowLinkLocal whether a source may be on a link-local address (169.254.0.0/16, where clouds keep their
 *     metadata, and fe80::/10)
 * @param verifyCertificates whether a source that is reached by TLS must prove its name with a certificate that the
 *     Java runtime trusts; cameras with certificates of their own need false
 * @param fileDirectory the directory that {@code file:} sources must lie in; without it there are none, whatever the
 *     schemes say
 */
@ConfigurationProperties("atrium.stream.sources")
public record SourceProperties(
        @DefaultValue({"rtsp", "rtsps", "rtmp", "rtmps", "http", "https", "srt", "udp"})
        Set<SourceScheme> allowedSchemes,

        @DefaultValue({"0.0.0.0/0", "::/0"}) List<Network> allowedNetworks,
        @DefaultValue("false") boolean allowLoopback,
        @DefaultValue("false") boolean allowLinkLocal,
        @DefaultValue("true") boolean verifyCertificates,
        @Nullable Path fileDirectory) {

    public SourceProperties {
        allowedSchemes = Set.copyOf(allowedSchemes);
        allowedNetworks = List.copyOf(allowedNetworks);
    }
}
