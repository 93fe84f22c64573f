package atrium.stream.transcode;

import atrium.stream.ingest.ffmpeg.FfmpegProcess;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.media.Tracks;
import java.io.IOException;
import java.util.function.Supplier;

/** Starts encoders, of which no more run at once than the machine can bear. Thread-safe. */
final class Encoders {

    private final FfmpegProcesses processes;
    private final Supplier<TranscodeProperties> properties;
    private final TranscodeMeters meters;

    Encoders(FfmpegProcesses processes, Supplier<TranscodeProperties> properties, TranscodeMeters meters) {
        this.processes = processes;
        this.properties = properties;
        this.meters = meters;
    }

    TranscodeMeters meters() {
        return meters;
    }

    /** Starts a child that makes MPEG-1 of {@code tracks}; it counts until it is gone. */
    FfmpegProcess startMpeg1(Tracks tracks) throws IOException, EncodersBusyException {
        TranscodeProperties now = properties.get();
        if (meters.encoders.incrementAndGet() > now.encoders()) {
            meters.encoders.decrementAndGet();
            meters.refused.increment();
            throw new EncodersBusyException(now.encoders());
        }
        try {
            FfmpegProcess encoder = processes.start(Mpeg1Arguments.of(tracks, now.mpeg1()));
            meters.started.increment();
            encoder.onExit().thenRun(meters.encoders::decrementAndGet);
            return encoder;
        } catch (IOException e) {
            meters.encoders.decrementAndGet();
            throw e;
        }
    }
}
