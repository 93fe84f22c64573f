package atrium.platform.config;

import com.alibaba.cloud.nacos.NacosConfigManager;
import com.alibaba.nacos.api.config.listener.AbstractListener;
import com.alibaba.nacos.api.exception.NacosException;
import jakarta.validation.Validator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Takes a value that Nacos pushes into the running service.
 *
 * <p>Spring Cloud's own refresh starts a second application context to read the configuration again, which takes about
 * two seconds of a small machine. This replaces the one property source that changed, in milliseconds, and then
 * publishes the same {@link EnvironmentChangeEvent}, so that log levels, gateway routes and every rebindable bean
 * follow.
 *
 * <p>A pushed text is first read, bound and validated against every {@link Live} record. If it does not parse or a
 * record refuses it, the last good value stays, the log names the reason, and {@link #rejections()} tells it to the
 * service's health until a good text arrives. A data id that is removed in Nacos counts as a mistake, too.
 */
public final class LiveConfiguration implements SmartInitializingSingleton, ApplicationEventPublisherAware {

    private static final Logger log = LoggerFactory.getLogger(LiveConfiguration.class);

    private final ConfigurableEnvironment environment;
    private final RecordBinder binder;
    private final @Nullable NacosConfigManager nacos;
    private final List<ImportedSource> imported;
    private final Map<Class<?>, Live<?>> live = new HashMap<>();
    private final Map<String, String> rejections = new HashMap<>();
    private @Nullable ApplicationEventPublisher events;

    public LiveConfiguration(
            ConfigurableEnvironment environment, @Nullable Validator validator, @Nullable NacosConfigManager nacos) {
        this.environment = environment;
        this.binder = new RecordBinder(validator);
        this.nacos = nacos;
        this.imported = nacos == null ? List.of() : ImportedSource.gatherIn(environment.getPropertySources());
    }

    @Override
    public void setApplicationEventPublisher(ApplicationEventPublisher publisher) {
        this.events = publisher;
    }

    /**
     * The live value of {@code type}, which carries {@link ConfigurationProperties} with its prefix. Keys that are set
     * nowhere have the record's defaults.
     *
     * @throws org.springframework.boot.context.properties.bind.BindException if the first value is not valid
     */
    @SuppressWarnings("unchecked")
    public synchronized <T> Live<T> of(Class<T> type) {
        return (Live<T>)
                live.computeIfAbsent(type, t -> new Live<>(binder.bind(environment.getPropertySources(), type)));
    }

    /** Why the newest text of a data id is not in force, by data id; empty when all is well. */
    public synchronized Map<String, String> rejections() {
        return Map.copyOf(rejections);
    }

    /** Begins to listen to every data id that the service was started with. */
    @Override
    public void afterSingletonsInstantiated() {
        if (nacos != null) {
            imported.forEach(this::listen);
            log.info(
                    "listening to {}",
                    imported.stream().map(ImportedSource::dataId).toList());
        }
    }

    private void listen(ImportedSource source) {
        try {
            nacos().getConfigService().addListener(source.dataId(), source.group(), new AbstractListener() {
                @Override
                public void receiveConfigInfo(@Nullable String text) {
                    receive(source.dataId(), text);
                }
            });
        } catch (NacosException e) {
            throw new IllegalStateException("cannot listen to " + source.dataId() + " in Nacos", e);
        }
    }

    private NacosConfigManager nacos() {
        if (nacos == null) {
            throw new IllegalStateException("no Nacos");
        }
        return nacos;
    }

    /** Replaces the property source {@code dataId} by what {@code text} says, or rejects it. */
    synchronized void receive(String dataId, @Nullable String text) {
        try {
            YamlSource next = YamlSource.parse(dataId, text);
            Map<Live<?>, Object> values = bindAll(next.in(environment.getPropertySources()));
            var changed = next.changedAgainst(environment.getPropertySources().get(dataId));
            environment.getPropertySources().replace(dataId, next.source());
            rejections.remove(dataId);
            values.forEach(LiveConfiguration::replace);
            if (!changed.isEmpty() && events != null) {
                log.info("{} changed: {}", dataId, changed);
                events.publishEvent(new EnvironmentChangeEvent(changed));
            }
        } catch (RuntimeException e) {
            String reason = rootMessage(e);
            rejections.put(dataId, reason);
            log.warn("{} was refused, the last good value stays in force: {}", dataId, reason);
        }
    }

    private Map<Live<?>, Object> bindAll(Iterable<PropertySource<?>> sources) {
        Map<Live<?>, Object> values = new HashMap<>();
        live.forEach((type, holder) -> values.put(holder, binder.bind(sources, type)));
        return values;
    }

    @SuppressWarnings("unchecked")
    private static void replace(Live<?> live, Object value) {
        ((Live<Object>) live).replace(value);
    }

    private static String rootMessage(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
