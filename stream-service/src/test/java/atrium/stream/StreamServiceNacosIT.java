package atrium.stream;

import atrium.platform.config.LiveConfiguration;
import atrium.platform.testsupport.NacosServiceContract;
import atrium.stream.live.LiveProperties;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The service with a real Nacos; its limit is the length of the group of pictures that is kept. */
class StreamServiceNacosIT extends NacosServiceContract {

    @TempDir
    private static Path home;

    StreamServiceNacosIT() {
        super("stream-service", StreamApplication.class);
    }

    @Override
    protected String yamlWithLimit(long limit) {
        return "atrium.stream.live.gop-cache.max-frames: " + limit + "\n";
    }

    @Override
    protected long limitOf(ConfigurableApplicationContext context) {
        return context.getBean(LiveConfiguration.class)
                .of(LiveProperties.class)
                .get()
                .gopCache()
                .maxFrames();
    }

    @Override
    protected Map<String, String> properties() {
        return Map.of("atrium.stream.data", home.toString(), "atrium.stream.rtmp.server.port", "0");
    }
}
