package atrium.stream.admin;

import atrium.stream.ingest.ffmpeg.RtspTransport;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * What somebody wants a stream to be.
 *
 * @param source the URL that it is pulled from; without one it is published to
 * @param onDemand whether the source runs only while somebody watches; default true
 * @param transport what carries the media of an RTSP source, tcp or udp; default tcp
 * @param isPublic whether people may watch and see it listed who have no account and were not invited; default true
 */
@JsonIgnoreProperties(ignoreUnknown = false)
public record StreamDefinition(
        @Nullable String source,

        @JsonProperty("on-demand") @DefaultValue("true") @Nullable
        Boolean onDemand,

        @DefaultValue("tcp") @Nullable RtspTransport transport,

        @Name("public") @JsonProperty("public") @DefaultValue("true") @Nullable
        Boolean isPublic) {

    public StreamDefinition {
        source = source == null || source.isBlank() ? null : source;
        onDemand = onDemand == null || onDemand;
        transport = transport == null ? RtspTransport.TCP : transport;
        isPublic = isPublic == null || isPublic;
    }

    /** Without the source, which may hold a password. */
    @Override
    public String toString() {
        return "StreamDefinition[source=" + (source == null ? "none" : "set") + ", onDemand=" + onDemand
                + ", transport=" + transport + ", isPublic=" + isPublic + "]";
    }
}
