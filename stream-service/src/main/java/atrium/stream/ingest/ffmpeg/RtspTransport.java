package atrium.stream.ingest.ffmpeg;

import java.util.Locale;

/** What carries the media of an RTSP session (RFC 2326, section 12.39). */
public enum RtspTransport {
    /** Interleaved in the RTSP connection: nothing is lost, and it passes every firewall. */
    TCP,
    UDP;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
