package atrium.stream.ingest.ffmpeg;

import java.time.Duration;

/**
 * How a source is read.
 *
 * @param transport what RTSP's media travels by
 * @param audioToAac whether audio is encoded anew as AAC, for cameras whose audio FLV cannot carry
 * @param timeout how long the source may be silent
 */
public record SourceOptions(RtspTransport transport, boolean audioToAac, Duration timeout) {

    public static SourceOptions copying(Duration timeout) {
        return new SourceOptions(RtspTransport.TCP, false, timeout);
    }

    /** The same with the audio encoded anew. */
    public SourceOptions withAac() {
        return new SourceOptions(transport, true, timeout);
    }
}
