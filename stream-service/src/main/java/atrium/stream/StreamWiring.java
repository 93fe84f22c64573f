package atrium.stream;

import atrium.platform.blocking.Workers;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.identity.AccessRules;
import atrium.platform.lifecycle.Phases;
import atrium.platform.netty.EventLoops;
import atrium.platform.netty.NettyServer;
import atrium.platform.rooms.RoomAccess;
import atrium.platform.rooms.RoomsProperties;
import atrium.stream.access.HostResolver;
import atrium.stream.access.SourcePolicy;
import atrium.stream.access.SourceProperties;
import atrium.stream.access.StreamKeyProperties;
import atrium.stream.access.StreamKeys;
import atrium.stream.admin.AdminRules;
import atrium.stream.admin.InstanceAddress;
import atrium.stream.admin.StreamCatalog;
import atrium.stream.admin.StreamsProperties;
import atrium.stream.demo.DemoPublisher;
import atrium.stream.egress.ViewingHandler;
import atrium.stream.egress.VisibleStreams;
import atrium.stream.egress.flv.FlvPackaging;
import atrium.stream.egress.fmp4.Fmp4Packaging;
import atrium.stream.egress.hls.HlsHandler;
import atrium.stream.egress.hls.HlsProperties;
import atrium.stream.egress.jpeg.SnapshotHandler;
import atrium.stream.egress.jpeg.Snapshots;
import atrium.stream.egress.mpegts.MpegtsPackaging;
import atrium.stream.egress.rtmp.Playing;
import atrium.stream.egress.rtmp.RtmpPlayProperties;
import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import atrium.stream.ingest.rtmp.Publishing;
import atrium.stream.ingest.rtmp.RtmpProperties;
import atrium.stream.live.LiveProperties;
import atrium.stream.live.StreamContext;
import atrium.stream.live.StreamDrain;
import atrium.stream.live.StreamMeters;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.protocol.rtmp.RtmpPipeline;
import atrium.stream.pull.PulledSources;
import atrium.stream.pull.proxy.Roads;
import atrium.stream.transcode.FfmpegPictures;
import atrium.stream.transcode.TranscodeMeters;
import atrium.stream.transcode.TranscodeProperties;
import atrium.stream.transcode.TranscodedStreams;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Puts the service together: the one place that knows all of its parts. */
@Configuration(proxyBeanMethods = false)
class StreamWiring {

    /** Before the annotated controllers, whose patterns are other ones anyway. */
    private static final int BEFORE_CONTROLLERS = -1;

    private final SecureRandom random = new SecureRandom();

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Live<StreamsProperties> streamsProperties(LiveConfiguration configuration) {
        return configuration.of(StreamsProperties.class);
    }

    @Bean
    StreamMeters streamMeters(MeterRegistry registry) {
        return new StreamMeters(registry);
    }

    @Bean
    StreamRegistry streamRegistry(
            EventLoops loops, LiveConfiguration configuration, StreamMeters meters, InstantSource clock) {
        return new StreamRegistry(
                loops::next, new StreamContext(configuration.of(LiveProperties.class), meters, clock, random));
    }

    @Bean
    StreamDrain streamDrain(StreamRegistry streams) {
        return new StreamDrain(streams, Phases.DRAIN);
    }

    // In

    @Bean
    StreamKeys streamKeys(LiveConfiguration configuration, Live<StreamsProperties> properties) {
        return new StreamKeys(
                properties.get().data().resolve("stream-keys.json"),
                configuration.of(StreamKeyProperties.class),
                random);
    }

    @Bean
    NettyServer rtmpServer(
            StreamRegistry streams,
            VisibleStreams visible,
            ReactiveAuthenticationManager bearers,
            StreamKeys keys,
            StreamMeters meters,
            EventLoops loops,
            LiveConfiguration configuration,
            MeterRegistry registry) {
        Live<RtmpProperties> properties = configuration.of(RtmpProperties.class);
        Publishing publishing = new Publishing(streams, keys::allows, properties, meters);
        Playing playing = new Playing(visible, bearers, configuration.of(RtmpPlayProperties.class));
        RtmpPipeline pipeline = new RtmpPipeline(
                publishing,
                playing,
                () -> properties.get().limits(),
                () -> meters.refused(StreamMeters.Refusal.MALFORMED),
                random);
        return new NettyServer("rtmp", properties.get().server(), loops, pipeline, Phases.SERVERS, registry);
    }

    @Bean
    FfmpegProcesses ffmpegProcesses(LiveConfiguration configuration, Live<StreamsProperties> properties)
            throws IOException {
        FfmpegProperties ffmpeg = configuration.of(FfmpegProperties.class).get();
        var data = properties.get().data();
        FfmpegProcesses processes = new FfmpegProcesses(
                Ffmpeg.locate(ffmpeg, data.resolve("ffmpeg")), data.resolve("children"), ffmpeg.stopTimeout());
        processes.reapOrphans();
        return processes;
    }

    @Bean
    SourcePolicy sourcePolicy(LiveConfiguration configuration) {
        return new SourcePolicy(configuration.of(SourceProperties.class), HostResolver.system());
    }

    @Bean
    Roads roads(SourcePolicy policy, LiveConfiguration configuration, EventLoops loops) {
        return new Roads(policy, configuration.of(SourceProperties.class), loops, random);
    }

    @Bean
    PulledSources pulledSources(
            SourcePolicy policy, Roads roads, FfmpegProcesses processes, LiveConfiguration configuration) {
        return new PulledSources(policy, roads, processes, configuration.of(FfmpegProperties.class));
    }

    @Bean
    @ConditionalOnExpression("!'${atrium.stream.demo:}'.isBlank()")
    DemoPublisher demoPublisher(
            Live<StreamsProperties> properties, StreamKeys keys, FfmpegProcesses processes, NettyServer rtmpServer) {
        return new DemoPublisher(new StreamName(properties.get().demo()), keys, processes, rtmpServer);
    }

    // Out

    @Bean
    VisibleStreams visibleStreams(StreamRegistry streams, RoomAccess rooms, LiveConfiguration configuration) {
        configuration.of(RoomsProperties.class).onChange(next -> streams.recheck());
        return new VisibleStreams(rooms, streams::find);
    }

    @Bean
    SimpleUrlHandlerMapping viewing(VisibleStreams visible) {
        return new SimpleUrlHandlerMapping(
                Map.of(
                        "/stream/{name}.flv",
                        new ViewingHandler(FlvPackaging.FLV, new MediaType("video", "x-flv"), visible),
                        "/stream/{name}.mp4",
                        new ViewingHandler(Fmp4Packaging.FMP4, new MediaType("video", "mp4"), visible),
                        "/stream/{name}.ts",
                        new ViewingHandler(MpegtsPackaging.MPEG_TS, new MediaType("video", "mp2t"), visible)),
                BEFORE_CONTROLLERS);
    }

    @Bean
    SimpleUrlHandlerMapping hls(
            VisibleStreams visible,
            EventLoops loops,
            LiveConfiguration configuration,
            InstantSource clock,
            MeterRegistry registry) {
        HlsHandler handler =
                new HlsHandler(visible, configuration.of(HlsProperties.class), loops::next, clock, registry);
        return new SimpleUrlHandlerMapping(Map.of(HlsHandler.PATH, handler), BEFORE_CONTROLLERS);
    }

    @Bean
    TranscodeMeters transcodeMeters(MeterRegistry registry) {
        return new TranscodeMeters(registry);
    }

    @Bean
    Snapshots snapshots(FfmpegProcesses processes, TranscodeMeters meters) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Snapshots(new FfmpegPictures(processes, meters), processors);
    }

    @Bean
    SimpleUrlHandlerMapping transcoded(
            StreamRegistry streams,
            VisibleStreams visible,
            FfmpegProcesses processes,
            LiveConfiguration configuration,
            TranscodeMeters meters,
            Snapshots snapshots,
            Workers workers) {
        TranscodedStreams transcoded =
                new TranscodedStreams(streams, processes, configuration.of(TranscodeProperties.class), meters);
        return new SimpleUrlHandlerMapping(
                Map.of(
                        "/stream/{name}.mpeg1",
                        new ViewingHandler(
                                MpegtsPackaging.MPEG_TS,
                                new MediaType("video", "mp2t"),
                                visible.as(transcoded::mpeg1)),
                        "/stream/{name}.jpg",
                        new SnapshotHandler(snapshots, visible, workers)),
                BEFORE_CONTROLLERS);
    }

    // Administration

    @Bean(initMethod = "start")
    StreamCatalog streamCatalog(
            StreamRegistry streams, PulledSources sources, Live<StreamsProperties> properties, JsonMapper json) {
        return new StreamCatalog(streams, sources, properties, json);
    }

    @Bean
    AccessRules adminRules() {
        return new AdminRules();
    }

    @Bean
    InstanceAddress instanceAddress(
            @Value("${spring.cloud.nacos.discovery.ip:${server.address:127.0.0.1}}") String host) {
        return new InstanceAddress(host);
    }
}
