package atrium.stream.admin;

import atrium.platform.config.Live;
import atrium.stream.access.SourceRefusedException;
import atrium.stream.edge.StreamProblem;
import atrium.stream.ingest.ffmpeg.RtspTransport;
import atrium.stream.live.Source;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.pull.PulledSources;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which streams are configured: those of the configuration, and those put by REST, which a file keeps. A name of the
 * configuration cannot be put or deleted: the two would undo each other.
 *
 * <p>Only what differs is passed on, so that a change does not disturb other streams.
 */
public final class StreamCatalog {

    private static final Logger log = LoggerFactory.getLogger(StreamCatalog.class);

    private final StreamRegistry streams;
    private final PulledSources sources;
    private final Live<StreamsProperties> properties;
    private final DefinitionFile file;
    private final Map<String, StreamDefinition> put;
    private Map<StreamName, StreamDefinition> inForce = Map.of();

    public StreamCatalog(
            StreamRegistry streams, PulledSources sources, Live<StreamsProperties> properties, JsonMapper json) {
        this.streams = streams;
        this.sources = sources;
        this.properties = properties;
        this.file = new DefinitionFile(properties.get().data().resolve("streams.json"), json);
        this.put = file.read();
    }

    /** Configures what is known, and follows the configuration from now on. */
    public void start() {
        apply();
        properties.onChange(next -> apply());
    }

    /** Remembers the stream, then configures it. Blocks. */
    synchronized void put(StreamName name, StreamDefinition definition) throws IOException, SourceRefusedException {
        checkFree(name);
        if (definition.source() != null) {
            sources.check(definition.source());
        }
        Map<String, StreamDefinition> next = new HashMap<>(put);
        next.put(name.text(), definition);
        file.write(next);
        put.put(name.text(), definition);
        apply();
    }

    /** Forgets the stream. Blocks. */
    synchronized void delete(StreamName name) throws IOException {
        checkFree(name);
        Map<String, StreamDefinition> next = new HashMap<>(put);
        if (next.remove(name.text()) == null) {
            throw StreamProblem.NO_SUCH_STREAM.with("No stream of this name was put here.");
        }
        file.write(next);
        put.remove(name.text());
        apply();
    }

    private void checkFree(StreamName name) {
        if (properties.get().streams().containsKey(name.text())) {
            throw StreamProblem.CONFIGURED_ELSEWHERE.with("Change atrium.stream.streams in the configuration.");
        }
    }

    private synchronized void apply() {
        Map<StreamName, StreamDefinition> wanted = new HashMap<>();
        put.forEach((name, definition) -> add(name, definition, wanted));
        properties.get().streams().forEach((name, definition) -> add(name, definition, wanted));
        wanted.forEach((name, definition) -> {
            if (!definition.equals(inForce.get(name))) {
                configure(name, definition);
            }
        });
        inForce.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(streams::forget);
        inForce = wanted;
    }

    private void configure(StreamName name, StreamDefinition definition) {
        streams.configure(
                name,
                source(definition),
                Boolean.TRUE.equals(definition.onDemand()),
                Boolean.TRUE.equals(definition.isPublic()));
    }

    private @Nullable Source source(StreamDefinition definition) {
        String url = definition.source();
        RtspTransport transport = definition.transport();
        return url == null ? null : sources.of(url, transport == null ? RtspTransport.TCP : transport);
    }

    private static void add(String name, StreamDefinition definition, Map<StreamName, StreamDefinition> to) {
        StreamName.of(name)
                .ifPresentOrElse(
                        valid -> to.put(valid, definition),
                        () -> log.warn("atrium.stream.streams: \"{}\" is not the name of a stream", name));
    }
}
