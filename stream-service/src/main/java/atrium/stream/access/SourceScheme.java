package atrium.stream.access;

import java.util.Locale;
import java.util.Optional;

/** The schemes a source's URL may have at all; which of them are in use is a matter of {@link SourceProperties}. */
public enum SourceScheme {
    RTSP,
    RTSPS,
    RTMP,
    RTMPS,
    HTTP,
    HTTPS,
    SRT,
    UDP,
    FILE;

    /** The scheme as it is written in a URL. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SourceScheme> of(String text) {
        for (SourceScheme scheme : values()) {
            if (scheme.text().equalsIgnoreCase(text)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }
}
