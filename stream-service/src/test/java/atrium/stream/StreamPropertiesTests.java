package atrium.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.admin.StreamDefinition;
import atrium.stream.admin.StreamsProperties;
import atrium.stream.egress.hls.HlsProperties;
import atrium.stream.egress.rtmp.RtmpPlayProperties;
import atrium.stream.ingest.ffmpeg.RtspTransport;
import atrium.stream.ingest.rtmp.RtmpProperties;
import atrium.stream.live.LiveProperties;
import atrium.stream.transcode.TranscodeProperties;
import jakarta.validation.Validation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Defaults, every key, and that the reference in nacos-config says the same. */
class StreamPropertiesTests {

    private static final Map<String, String> SERVER = Map.of(
            "atrium.stream.rtmp.server.address", "127.0.0.1",
            "atrium.stream.rtmp.server.port", "1935",
            "atrium.stream.rtmp.server.max-connections", "1000");

    @Test
    void nothingSet_thenDefaults() {
        LiveProperties live = bind("atrium.stream.live", LiveProperties.class, Map.of());

        assertThat(live.idleTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(live.sourceTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(live.stallTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(live.gopCache()).isEqualTo(new LiveProperties.GopCache(DataSize.ofMegabytes(16), 2000));
        assertThat(live.queue())
                .isEqualTo(new LiveProperties.Queue(
                        Duration.ofSeconds(1), DataSize.ofKilobytes(128), DataSize.ofMegabytes(4)));
        assertThat(live.backoff())
                .isEqualTo(new LiveProperties.Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)));
        RtmpProperties rtmp = bind("atrium.stream.rtmp", RtmpProperties.class, SERVER);
        assertThat(rtmp.publishTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(rtmp.silence()).isEqualTo(Duration.ofSeconds(15));
        assertThat(rtmp.maxFrame()).isEqualTo(DataSize.ofMegabytes(8));
        assertThat(rtmp.maxCommand()).isEqualTo(DataSize.ofKilobytes(64));
        assertThat(rtmp.maxChunkStreams()).isEqualTo(32);
        assertThat(rtmp.republish()).isEqualTo(RtmpProperties.Republish.REFUSE);
        StreamsProperties streams = bind("atrium.stream", StreamsProperties.class, Map.of());
        assertThat(streams.streams()).isEmpty();
        assertThat(streams.demo()).isEmpty();
    }

    @Test
    void streamsByName_thenTheirKeys() {
        StreamsProperties streams = bind(
                "atrium.stream",
                StreamsProperties.class,
                Map.of(
                        "atrium.stream.streams.gate.source", "rtsp://u:p@cam/1",
                        "atrium.stream.streams.gate.on-demand", "false",
                        "atrium.stream.streams.gate.transport", "udp",
                        "atrium.stream.streams.gate.public", "false",
                        "atrium.stream.streams.stage.public", "true"));

        assertThat(streams.streams())
                .containsEntry("gate", new StreamDefinition("rtsp://u:p@cam/1", false, RtspTransport.UDP, false))
                .containsEntry("stage", new StreamDefinition(null, true, RtspTransport.TCP, true));
        assertThat(streams.toString()).doesNotContain("u:p");
    }

    @Test
    void theReference_thenSaysTheDefaults() throws Exception {
        var file = new FileSystemResource(Path.of("../nacos-config/config/ATRIUM/stream-service.yaml"));
        var source = new YamlPropertySourceLoader().load("reference", file).getFirst();
        Binder reference = new Binder(
                ConfigurationPropertySources.from(source), null, ApplicationConversionService.getSharedInstance());

        assertThat(reference.bind("atrium.stream.live", LiveProperties.class).get())
                .isEqualTo(bind("atrium.stream.live", LiveProperties.class, Map.of()));
        assertThat(reference.bind("atrium.stream.hls", HlsProperties.class).get())
                .isEqualTo(bind("atrium.stream.hls", HlsProperties.class, Map.of()));
        assertThat(reference
                        .bind("atrium.stream.transcode", TranscodeProperties.class)
                        .get())
                .isEqualTo(bind("atrium.stream.transcode", TranscodeProperties.class, Map.of()));
        assertThat(reference
                        .bind("atrium.stream.rtmp", RtmpPlayProperties.class)
                        .get())
                .isEqualTo(bind("atrium.stream.rtmp", RtmpPlayProperties.class, Map.of()));
        assertThat(reference.bind("atrium.stream.rtmp.silence", Duration.class).get())
                .isEqualTo(
                        bind("atrium.stream.rtmp", RtmpProperties.class, SERVER).silence());
    }

    @ParameterizedTest
    @CsvSource({"live.gop-cache.max-frames, -7", "live.idle-timeout, 0s", "live.backoff.first, 0s"})
    void senseless_thenRefused(String key, String value) {
        assertThatThrownBy(
                        () -> bind("atrium.stream.live", LiveProperties.class, Map.of("atrium.stream." + key, value)))
                .isInstanceOf(BindException.class);
    }

    @ParameterizedTest
    @CsvSource({"max-chunk-streams, 0", "silence, 0s", "server.port, 70000"})
    void senselessRtmp_thenRefused(String key, String value) {
        Map<String, String> values = new HashMap<>(SERVER);
        values.put("atrium.stream.rtmp." + key, value);
        assertThatThrownBy(() -> bind("atrium.stream.rtmp", RtmpProperties.class, values))
                .isInstanceOf(BindException.class);
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
        var validator = new SpringValidatorAdapter(
                Validation.buildDefaultValidatorFactory().getValidator());
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate(prefix, Bindable.of(type), new ValidationBindHandler(validator));
    }
}
