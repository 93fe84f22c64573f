package atrium.stream.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.address.Network;
import atrium.platform.netty.EventLoops;
import atrium.stream.access.SourcePolicy;
import atrium.stream.access.SourceProperties;
import atrium.stream.access.SourceScheme;
import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegCommand;
import atrium.stream.ingest.ffmpeg.FfmpegProcess;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import atrium.stream.ingest.ffmpeg.RtspTransport;
import atrium.stream.live.LiveProperties;
import atrium.stream.live.StreamContext;
import atrium.stream.live.StreamMeters;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.live.StreamState;
import atrium.stream.live.StreamStatus;
import atrium.stream.pull.proxy.Roads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Sources that are pulled by the real ffmpeg, with names that the test chooses. */
final class Pulls implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EventLoops loops = new EventLoops(2);
    private volatile SourceProperties allowed;
    private final FfmpegProcesses processes;
    private final Roads roads;
    private final PulledSources sources;
    private final StreamRegistry streams;
    /** What each name answers when it is asked, in order; the last answer stays. */
    private final Map<String, ConcurrentLinkedQueue<String>> names = new ConcurrentHashMap<>();

    Pulls(Path directory) throws IOException {
        FfmpegProperties ffmpeg = new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(3));
        processes = new FfmpegProcesses(
                Ffmpeg.locate(ffmpeg, Path.of("target", "ffmpeg")),
                directory.resolve("children"),
                ffmpeg.stopTimeout());
        allowed = allowed(directory, false);
        SourcePolicy policy = new SourcePolicy(this::allowed, this::resolve);
        roads = new Roads(policy, this::allowed, loops, RANDOM);
        sources = new PulledSources(policy, roads, processes, () -> ffmpeg);
        LiveProperties live = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("atrium.stream.live", LiveProperties.class);
        streams = new StreamRegistry(
                loops::next,
                new StreamContext(
                        () -> live, new StreamMeters(new SimpleMeterRegistry()), InstantSource.system(), RANDOM));
    }

    /** From now on a source must prove its name. */
    void verifyCertificates() {
        allowed = allowed(Path.of("/"), true);
    }

    /** Lets {@code name} have these addresses, one a look-up. */
    void name(String name, String... addresses) {
        names.put(name, new ConcurrentLinkedQueue<>(List.of(addresses)));
    }

    /** Starts a stream that is pulled from {@code url}. */
    void pull(String stream, String url) {
        pull(stream, url, RtspTransport.TCP);
    }

    void pull(String stream, String url, RtspTransport transport) {
        streams.configure(new StreamName(stream), sources.of(url, transport), false, true);
    }

    StreamStatus status(String stream) {
        return streams.find(new StreamName(stream))
                .orElseThrow()
                .status()
                .toCompletableFuture()
                .join();
    }

    StreamStatus awaitLive(String stream) {
        await(stream).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(status(stream).state())
                    .as(String.valueOf(status(stream)))
                    .isEqualTo(StreamState.LIVE);
            assertThat(status(stream).tracks().video()).isNotNull();
        });
        return status(stream);
    }

    String awaitReason(String stream) {
        await(stream).atMost(PATIENCE).until(() -> status(stream).reason() != null);
        return String.valueOf(status(stream).reason());
    }

    /** A test film, as it comes, to {@code output}: the end of ffmpeg's command line. */
    FfmpegProcess send(String output) throws IOException {
        return ffmpeg("-nostdin -v error -re -f lavfi -i testsrc=size=320x240:rate=25"
                + " -f lavfi -i sine=sample_rate=48000 -c:v libopenh264 -g 25 -ac 2 -c:a aac " + output);
    }

    /** Writes {@code seconds} of a test film, with what {@code output} says. */
    void film(int seconds, String output) throws IOException {
        ffmpeg("-nostdin -v error -y -f lavfi -i testsrc=size=320x240:rate=25:d=" + seconds
                        + " -f lavfi -i sine=sample_rate=48000:d=" + seconds
                        + " -c:v libopenh264 -g 25 -ac 2 " + output)
                .onExit()
                .join();
    }

    private SourceProperties allowed() {
        return allowed;
    }

    private static SourceProperties allowed(Path files, boolean verify) {
        return new SourceProperties(
                Set.of(SourceScheme.values()), List.of(Network.valueOf("0.0.0.0/0")), true, false, verify, files);
    }

    private FfmpegProcess ffmpeg(String line) throws IOException {
        return processes.start(FfmpegCommand.of(line.split(" ")));
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        ConcurrentLinkedQueue<String> answers = names.get(host);
        if (answers == null) {
            return host.matches("[0-9.]+") ? List.of(InetAddress.ofLiteral(host)) : unknown(host);
        }
        String answer = answers.size() > 1 ? answers.remove() : answers.element();
        return Arrays.stream(answer.split(" ")).map(InetAddress::ofLiteral).toList();
    }

    private static List<InetAddress> unknown(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    @Override
    public void close() {
        Stream.of("s", "a", "b", "c").map(StreamName::new).forEach(streams::forget);
        processes.close();
        roads.close();
        loops.destroy();
    }
}
