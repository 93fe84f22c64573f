package atrium.stream.transcode;

import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegCommand;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import atrium.stream.live.Ending;
import atrium.stream.live.LiveProperties;
import atrium.stream.live.LiveStream;
import atrium.stream.live.Publication;
import atrium.stream.live.StreamContext;
import atrium.stream.live.StreamMeters;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.media.MediaFrame;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Streams and encoders without a service around them; the encoder may be another program. */
final class TranscodeWorld implements AutoCloseable {

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final TranscodeMeters meters = new TranscodeMeters(registry);
    final FfmpegProcesses processes;
    final StreamRegistry streams;
    final TranscodedStreams transcoded;
    private final DefaultEventLoop loop = new DefaultEventLoop();

    TranscodeWorld(Ffmpeg program, Path directory) {
        LiveProperties live =
                bind("atrium.stream.live", LiveProperties.class, Map.of("atrium.stream.live.idle-timeout", "200ms"));
        processes = new FfmpegProcesses(program, directory, Duration.ofMillis(500));
        streams = new StreamRegistry(
                () -> loop,
                new StreamContext(() -> live, new StreamMeters(registry), InstantSource.system(), new Random(1)));
        TranscodeProperties properties = bind("atrium.stream.transcode", TranscodeProperties.class, Map.of());
        transcoded = new TranscodedStreams(streams, processes, () -> properties, meters);
    }

    static Ffmpeg bundled() throws IOException {
        return Ffmpeg.locate(
                new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)), Path.of("target", "ffmpeg"));
    }

    /** A program of {@code body} in the place of ffmpeg. */
    static Ffmpeg script(String body) throws IOException {
        Path file = Files.createTempFile(
                Path.of("target"),
                "double",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        file.toFile().deleteOnExit();
        return new Ffmpeg(file.toAbsolutePath(), file.toAbsolutePath());
    }

    /** What ffmpeg makes of {@code arguments} as frames, the configurations first. */
    static List<MediaFrame> record(Path directory, String arguments) throws IOException {
        List<MediaFrame> frames = new ArrayList<>();
        try (FfmpegProcesses recorder = new FfmpegProcesses(bundled(), directory, Duration.ofSeconds(1));
                FlvDemuxer demuxer = new FlvDemuxer(UnpooledByteBufAllocator.DEFAULT, 1 << 22, frames::add)) {
            byte[] flv = recorder.start(
                            FfmpegCommand.of(("-nostdin -v error " + arguments + " -f flv pipe:1").split(" ")))
                    .media()
                    .readAllBytes();
            demuxer.feed(Unpooled.wrappedBuffer(flv));
        }
        return frames;
    }

    /** Publishes {@code clip} and again every quarter of a second, as if it went on. */
    void publish(StreamName name, List<MediaFrame> clip) throws Exception {
        Publication publication = publishOnce(name, clip);
        loop.scheduleAtFixedRate(() -> publishAll(publication, clip), 250, 250, TimeUnit.MILLISECONDS);
    }

    Publication publishOnce(StreamName name, List<MediaFrame> clip) throws Exception {
        Publication publication =
                streams.publish(name, loop).toCompletableFuture().get(5, TimeUnit.SECONDS);
        publishAll(publication, clip);
        return publication;
    }

    private static void publishAll(Publication publication, List<MediaFrame> clip) {
        clip.forEach(frame -> publication.publish(frame.retain()));
    }

    /** The MPEG-1 of {@code name}. */
    LiveStream mpeg1(StreamName name) {
        return transcoded.mpeg1(streams.find(name).orElseThrow()).orElseThrow();
    }

    @Override
    public void close() {
        streams.close(new Ending(Ending.Cause.GOING_AWAY, "the test is over"))
                .toCompletableFuture()
                .join();
        processes.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, Bindable.of(type));
    }
}
