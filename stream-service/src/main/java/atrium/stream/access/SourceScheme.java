package atrium.stream.access;

import java.util.Locale;
import java.util.Optional;

/** The schemes a source's URL may have at all; which of them are in use is a matter of {@link SourceProperties}. */
public enum SourceScheme {
    RTSP(554),
    RTSPS(322),
    RTMP(1935),
    RTMPS(443),
    HTTP(80),
    HTTPS(443),
    SRT(-1),
    UDP(-1),
    FILE(-1);

    private final int usualPort;

    SourceScheme(int usualPort) {
        this.usualPort = usualPort;
    }

    /** The scheme as it is written in a URL. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The port of a URL that names none; -1 if such a URL is no source. */
    int usualPort() {
        return usualPort;
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
