package atrium.stream.ingest.ffmpeg;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What carries the media of an RTSP session (RFC 2326, section 12.39). */
public enum RtspTransport {
    /** Interleaved in the RTSP connection: nothing is lost, and it passes every firewall. */
    TCP,
    UDP;

    /** As it is written in JSON and in ffmpeg's arguments. */
    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
